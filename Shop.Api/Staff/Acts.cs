using Shop.Accounts;
using Shop.Api.Http;
using Shop.Staff;

namespace Shop.Api.Staff;

static class Acts
{
    /// <summary>For routes that are for staff only.</summary>
    public static StaffAct Act(this CurrentUser user, HttpContext http, string action, string subject, string detail = "{}") =>
        new(user.Id, ClientAddress.Of(http), action, subject, detail);

    /// <summary>For routes that customers use too: null of a customer, whose doings are their own. What staff do to orders of their own is written down all the same.</summary>
    public static StaffAct? ActIfStaff(this CurrentUser user, HttpContext http, string action, Guid subject, string detail = "{}") =>
        user.Includes(Role.Support) ? user.Act(http, action, $"{subject}", detail) : null;
}
