using Microsoft.AspNetCore.Authentication;
using Shop.Accounts;

namespace Shop.Api.Http;

/// <summary>
/// Who asks. A handler takes a <c>CurrentUser</c> where its route requires a role, and a <c>CurrentUser?</c> where signing in is optional. Routes that
/// take neither do not look at tokens at all.
/// </summary>
sealed record CurrentUser(Guid Id, Role Role, Guid SessionId)
{
    public bool Includes(Role role) => Role.Includes(role);

    public bool Is(Guid user) => Id == user;

    public bool IsOrIncludes(Guid owner, Role role) => Is(owner) || Includes(role);

    /// <summary>403 unless it is their own, or their role sees everybody's.</summary>
    public void MustBeOrInclude(Guid owner, Role role)
    {
        if (!IsOrIncludes(owner, role))
            throw new ShopException(ErrorCode.Forbidden, "This is somebody else's.");
    }

    public static async ValueTask<CurrentUser?> BindAsync(HttpContext context)
    {
        // Who brings a token means to be somebody: taken for a guest, they would fill a cart that they never see again.
        if ((await context.AuthenticateAsync(Bearer.Scheme)).Failure is not null)
            throw new ShopException(ErrorCode.Unauthorized, "The token is unknown or too old.");
        return context.Features.Get<CurrentUser>();
    }
}
