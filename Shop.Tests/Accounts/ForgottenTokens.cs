using Shop.Accounts;

namespace Shop.Tests.Accounts;

/// <summary>Keeps no access token, for tests of what is in the database.</summary>
sealed class ForgottenTokens(bool isRedisAway = false) : IAccessTokens
{
    public Task KeepAsync(SessionTokens tokens, Account account) =>
        isRedisAway ? throw new InvalidOperationException("no Redis") : Task.CompletedTask;

    public Task DropAsync(params string[] hashes) => Task.CompletedTask;

    public Task RenewAsync(Account account, IEnumerable<Session> sessions) => Task.CompletedTask;
}
