using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Http;

namespace Shop.Api.Accounts;

static class PasswordEndpoints
{
    static readonly TimeSpan MailWindow = TimeSpan.FromHours(1);
    // Longer than a request for an existing account takes, so that the time does not reveal whether there is one.
    static readonly TimeSpan MinDuration = TimeSpan.FromMilliseconds(150);

    public static void MapPasswords(this IEndpointRouteBuilder auth)
    {
        auth.MapPost("/change-password", Change).RequireRole(Role.Customer);
        auth.MapPost("/forgot-password", Forgot);
        auth.MapPost("/reset-password", Reset);
    }

    /// <param name="request" example='{"old_password":"correct horse 8","new_password":"battery staple 9"}
    /// '>The old and the new password.</param>
    internal static async Task<Results<Ok<Done>, NotFound, Conflict>> Change(
        ChangePasswordRequest request, CurrentUser user, HttpContext http, AccountStore accounts, SessionStore sessions,
        SignIn signIn, PasswordHasher passwords, CancellationToken ct)
    {
        var caller = AccountsEndpoints.CallerOf(http);
        if (await accounts.CredentialsAsync(user.Id, ct) is not { } known)
            return TypedResults.NotFound();
        if (await signIn.VerifyAsync(user.Id.ToString(), known, request.OldPassword!, caller, ct) == PasswordMatch.No)
            throw ShopException.Invalid("old_password", "The old password is wrong.");
        var hash = await passwords.HashAsync(request.NewPassword!, ct);
        return await sessions.ChangePasswordAsync(known, hash, user.SessionId, caller, ct)
            ? TypedResults.Ok(new Done("The password is changed; every other session has ended."))
            : TypedResults.Conflict();
    }

    /// <param name="request" example='{"email":"anna@example.com"}'>The address to write to.</param>
    internal static async Task<Accepted<Done>> Forgot(
        ForgotPasswordRequest request, HttpContext http, AccountStore accounts, RedisSlidingWindow window,
        TimeProvider time, CancellationToken ct)
    {
        var minDuration = Task.Delay(MinDuration, time, ct);
        var caller = AccountsEndpoints.CallerOf(http);
        var wait = await window.AcquireAsync(
            new RateLimit($"reset:{Secret.Hash(request.Email!.ToLowerInvariant())}", 3, MailWindow),
            new RateLimit($"reset-from:{caller.Address}", 1000, MailWindow));
        if (wait is null)
            await accounts.RequestResetAsync(request.Email!, caller, ct);
        await minDuration;
        return TypedResults.Accepted((string?)null, new Done("If there is such an account, a mail is on its way."));
    }

    /// <param name="request" example='{"token":"...","new_password":"battery staple 9"}
    /// '>The token of the mail, and the new password.</param>
    internal static async Task<Ok<Done>> Reset(
        ResetPasswordRequest request, HttpContext http, AccountStore accounts, SessionStore sessions,
        PasswordHasher passwords, CancellationToken ct)
    {
        // Checked before the password is hashed, so that a false token costs no hash. The reset itself uses it up.
        if (!await accounts.IsResetTokenAsync(request.Token!, ct))
            throw BadToken();
        var hash = await passwords.HashAsync(request.NewPassword!, ct);
        var caller = AccountsEndpoints.CallerOf(http);
        return await sessions.ResetPasswordAsync(request.Token!, hash, caller, ct)
            ? TypedResults.Ok(new Done("The password is changed; every session has ended."))
            : throw BadToken();

        static ShopException BadToken() => ShopException.Invalid("token", "The token is unknown, used or too old.");
    }
}
