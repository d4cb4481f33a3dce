using Shop.Accounts;
using Shop.Api.Http;
using Shop.Audit;

namespace Shop.Api.Audit;

static class AuditEntries
{
    /// <summary>The audit entry of a staff-only route.</summary>
    public static NewAuditEntry Audit(
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
    public static NewAuditEntry? AuditIfStaff(
        this CurrentUser user,
        HttpContext http,
        string action,
        Guid subject,
        string detail = "{}") =>
        user.Includes(Role.Support) ? user.Audit(http, action, $"{subject}", detail) : null;
}
