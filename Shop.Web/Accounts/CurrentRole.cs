using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Shop.Accounts;

namespace Shop.Web.Accounts;

/// <summary>Requires at least this role in the API, because the role in the session may be outdated.</summary>
sealed record RoleRequirement(Role Role) : IAuthorizationRequirement;

/// <summary>Asks the API for the role once per request. The API also checks every call.</summary>
sealed class CurrentRole(SiteSession session, AccountApi accounts, IHttpContextAccessor accessor)
    : AuthorizationHandler<RoleRequirement>
{
    Account? _account;

    protected override async Task HandleRequirementAsync(
        AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (!session.IsSignedIn)
            return;
        _account ??= await accounts.ProfileAsync(accessor.HttpContext!.RequestAborted);
        session.Remember(_account);
        if (_account.Role.Includes(requirement.Role))
            context.Succeed(requirement);
    }
}

static class UserRole
{
    /// <summary>The role in the session; null for a guest.</summary>
    public static Role? Role(this ClaimsPrincipal user) =>
        Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role) ? role : null;

    public static bool Includes(this ClaimsPrincipal user, Role role) => user.Role()?.Includes(role) == true;
}
