using System.Globalization;
using Microsoft.Extensions.Options;
using Shop.Accounts;
using StackExchange.Redis;

namespace Shop.Api.Http;

/// <summary>
/// The valid access tokens, in Redis: <c>access:{sha-256 of the token}</c> is <c>{user} {role} {session}</c> and
/// expires with the token. Deleting the key revokes the token on every replica at once.
/// </summary>
sealed class AccessTokens(IConnectionMultiplexer redis, IOptions<AccountOptions> options, TimeProvider time)
    : IAccessTokens
{
    const int TokenLength = 43;

    public async Task<CurrentUser?> FindAsync(string token)
    {
        if (token.Length != TokenLength)
            return null;
        string? value = await redis.GetDatabase().StringGetAsync(Key(Secret.Hash(token)));
        return value?.Split(' ') is [var user, var role, var session]
            ? new(Guid.ParseExact(user, "N"), EnumNames.Parse<Shop.Accounts.Role>(role), Guid.ParseExact(session, "N"))
            : null;
    }

    public Task KeepAsync(SessionTokens tokens, Account account) =>
        redis.GetDatabase().StringSetAsync(
            Key(tokens.AccessHash), Value(account, tokens.SessionId), options.Value.AccessLifetime, When.Always);

    public Task DropAsync(params string[] hashes) =>
        redis.GetDatabase().KeyDeleteAsync(Array.ConvertAll(hashes, Key));

    public Task RenewAsync(Account account, IEnumerable<Session> sessions) => Task.WhenAll(
        from session in sessions
        let left = session.AccessExpiresAt - time.GetUtcNow()
        let value = Value(account, session.Id)
        where left > TimeSpan.Zero
        select redis.GetDatabase().StringSetAsync(Key(session.AccessHash), value, left, When.Exists));

    static RedisKey Key(string hash) => $"access:{hash}";

    static RedisValue Value(Account account, Guid session) =>
        string.Create(CultureInfo.InvariantCulture, $"{account.Id:N} {account.Role.Spelling()} {session:N}");
}
