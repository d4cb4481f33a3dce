using Shop.Accounts;
using Shop.Api.Http;

namespace Shop.Api.Accounts;

/// <summary>
/// Only failures count, so that thousands may sign in from one address. Ten from one address close the account to that address alone: nobody locks its
/// owner out from elsewhere, unless he brings many addresses, against which the account as a whole has a limit.
/// </summary>
sealed class LoginAttempts(SlidingLimits limits)
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    public async Task EnsureAllowedAsync(string account, Caller caller)
    {
        if (await limits.LookAsync(All(account, caller)) is { } wait)
            throw new ShopException(ErrorCode.TooManyRequests, "There were too many wrong passwords; try again later.") { RetryAfter = wait };
    }

    public Task FailedAsync(string account, Caller caller) => limits.CountAsync(All(account, caller));

    public Task SucceededAsync(string account, Caller caller) => limits.ForgetAsync(FromHere(account, caller));

    static Limit[] All(string account, Caller caller) =>
        [FromHere(account, caller), new($"login:{Hash(account)}", 100, Window), new($"login-from:{caller.Address}", 1000, Window)];

    static Limit FromHere(string account, Caller caller) => new($"login:{Hash(account)}:{caller.Address}", 10, Window);

    static string Hash(string account) => Secret.Hash(account.ToLowerInvariant());
}
