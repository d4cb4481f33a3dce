using Microsoft.Extensions.Options;
using Shop.Accounts;
using Shop.Api.Http;

namespace Shop.Api.Accounts;

/// <summary>Opens a session for a name and a password, for both dialects.</summary>
sealed class SignIn(
    AccountStore accounts,
    SessionStore sessions,
    PasswordHasher passwords,
    AccessTokens tokens,
    LoginAttempts attempts,
    IOptions<AccountOptions> options)
{
    public async Task<SignedIn> WithPasswordAsync(LoginRequest request, Caller caller, CancellationToken ct)
    {
        var login = request.Email
            ?? request.Username
            ?? throw ShopException.Invalid("email", "Give an e-mail address or a user name.");
        var known = await accounts.CredentialsAsync(login, ct);
        var account = known?.Account.Id.ToString() ?? login;
        var match = await VerifyAsync(account, known, request.Password!, caller, ct);
        if (known is null || match == PasswordMatch.No)
            throw Refused();
        if (match == PasswordMatch.YesButOutdated)
            await accounts.UpgradePasswordAsync(known, await passwords.HashAsync(request.Password!, ct), ct);

        var session = SessionTokens.New();
        await tokens.KeepAsync(session, known.Account);
        if (await sessions.OpenAsync(known, session, caller, ct))
            return Answer(known.Account, session);
        await tokens.DropAsync(session.AccessHash);
        throw Refused();
    }

    /// <summary>Counts and records a failure, whether or not the account exists.</summary>
    public async Task<PasswordMatch> VerifyAsync(
        string account,
        Credentials? known,
        string password,
        Caller caller,
        CancellationToken ct)
    {
        await attempts.EnsureAllowedAsync(account, caller);
        // Checks the limit again right before the password is hashed: otherwise many concurrent guesses would all be
        // allowed before the first one has failed.
        var match = await passwords.VerifyAsync(
            password, known?.Password, ct, before: () => attempts.EnsureAllowedAsync(account, caller));
        if (match == PasswordMatch.No)
        {
            await attempts.FailedAsync(account, caller);
            await accounts.LoginFailedAsync(known?.Account.Id, caller, ct);
        }
        else
            await attempts.SucceededAsync(account, caller);
        return match;
    }

    public SignedIn Answer(Account account, SessionTokens session)
    {
        var expiresIn = (int)options.Value.AccessLifetime.TotalSeconds;
        return new(account, session.Access, session.Access, session.Refresh, "Bearer", expiresIn);
    }

    static ShopException Refused() => new(ErrorCode.Unauthorized, "There is no account with this name and password.");
}
