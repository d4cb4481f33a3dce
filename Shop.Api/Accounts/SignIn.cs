using Microsoft.Extensions.Options;
using Shop.Accounts;

namespace Shop.Api.Accounts;

/// <summary>From a name and a password to a session, for both dialects.</summary>
sealed class SignIn(AccountStore accounts, SessionStore sessions, PasswordHasher passwords, AccessTokens tokens, IOptions<AccountOptions> options)
{
    public async Task<SignedIn> WithPasswordAsync(LoginRequest request, Caller caller, CancellationToken ct)
    {
        var login = request.Email ?? request.Username ?? throw ShopException.Invalid("email", "Give an e-mail address or a user name.");
        var known = await accounts.CredentialsAsync(login, ct);
        var match = await passwords.VerifyAsync(request.Password!, known?.Password, ct);
        if (known is null || match == PasswordMatch.No)
        {
            await accounts.LoginFailedAsync(known?.Account.Id, caller, ct);
            throw Refused();
        }
        if (match == PasswordMatch.YesButOutdated)
            await accounts.UpgradePasswordAsync(known, await passwords.HashAsync(request.Password!, ct), ct);

        var session = SessionTokens.New();
        await tokens.KeepAsync(session, known.Account);
        if (await sessions.OpenAsync(known, session, caller, ct))
            return Answer(known.Account, session);
        await tokens.DropAsync(session.AccessHash);
        throw Refused();
    }

    public SignedIn Answer(Account account, SessionTokens session) =>
        new(account, session.Access, session.Access, session.Refresh, "Bearer", (int)options.Value.AccessLifetime.TotalSeconds);

    static ShopException Refused() => new(ErrorCode.Unauthorized, "There is no account with this name and password.");
}
