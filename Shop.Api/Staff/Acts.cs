using Shop.Accounts;
using Shop.Api.Http;
using Shop.Staff;

namespace Shop.Api.Staff;

static class Acts
{
    /// <summary>The audit entry of a staff-only route.</summary>
    public static StaffAct Act(
        this CurrentUser user,
        HttpContext http,
        string action,
        string subject,
        string detail = "{}") =>
        new(user.Id, ClientAddress.Of(http), action, subject, detail);

    /// <summary>
    /// The audit entry of a route that customers use too: null for customers, who are not audited. Staff are, even for
    /// their own orders.
    /// </summary>
    public static StaffAct? ActIfStaff(
        this CurrentUser user,
        HttpContext http,
        string action,
        Guid subject,
        string detail = "{}") =>
        user.Includes(Role.Support) ? user.Act(http, action, $"{subject}", detail) : null;
}
