using Microsoft.AspNetCore.Authentication;
using Shop.Accounts;

namespace Shop.Api.Http;

/// <summary>
/// The caller. A handler takes a <c>CurrentUser</c> if its route requires a role, and a <c>CurrentUser?</c> if signing
/// in is optional. Routes that take neither ignore tokens.
/// </summary>
sealed record CurrentUser(Guid Id, Role Role, Guid SessionId)
{
    public bool Includes(Role role) => Role.Includes(role);

    public bool Is(Guid user) => Id == user;

    public bool IsOrIncludes(Guid owner, Role role) => Is(owner) || Includes(role);

    /// <summary>Answers 403 unless the caller is the owner or has the role.</summary>
    public void MustBeOrInclude(Guid owner, Role role)
    {
        if (!IsOrIncludes(owner, role))
            throw new ShopException(ErrorCode.Forbidden, "This belongs to another account.");
    }

    public static async ValueTask<CurrentUser?> BindAsync(HttpContext context)
    {
        // A bad token is an error, not a guest: a customer would fill a guest's cart and never see it again.
        if ((await context.AuthenticateAsync(Bearer.Scheme)).Failure is not null)
            throw new ShopException(ErrorCode.Unauthorized, "The token is unknown or too old.");
        return context.Features.Get<CurrentUser>();
    }
}
