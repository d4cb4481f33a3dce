using Shop.Accounts;
using Shop.Api.Http;

namespace Shop.Api.Accounts;

/// <summary>
/// Limits failed logins. Only failures count, so that thousands may sign in from one address. Ten failures block the
/// account for that address alone, so that nobody locks out its owner. An attacker with many addresses meets the limit
/// of the account.
/// </summary>
sealed class LoginAttempts(RedisSlidingWindow window)
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    public async Task EnsureAllowedAsync(string account, Caller caller)
    {
        if (await window.PeekAsync(All(account, caller)) is { } wait)
        {
            throw new ShopException(
                ErrorCode.TooManyRequests, "There were too many wrong passwords; try again later.")
            {
                RetryAfter = wait
            };
        }
    }

    public Task FailedAsync(string account, Caller caller) => window.CountAsync(All(account, caller));

    public Task SucceededAsync(string account, Caller caller) => window.ResetAsync(FromAddress(account, caller));

    static RateLimit[] All(string account, Caller caller) =>
    [
        FromAddress(account, caller),
        new($"login:{Hash(account)}", 100, Window),
        new($"login-from:{caller.Address}", 1000, Window)
    ];

    static RateLimit FromAddress(string account, Caller caller) =>
        new($"login:{Hash(account)}:{caller.Address}", 10, Window);

    static string Hash(string account) => Secret.Hash(account.ToLowerInvariant());
}
