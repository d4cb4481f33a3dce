using System.Security.Cryptography;
using System.Text;
using Shop.Accounts;
using StackExchange.Redis;

namespace Shop.Api.Accounts;

/// <summary>
/// From a refresh token to the next pair, once. Under an <c>Idempotency-Key</c> the same again gets the same pair for two minutes: a client that did not hear the answer, and
/// replicas of the site that renew one session at the same moment. <c>renewed:{sha-256 of key and token}</c> in Redis is that pair, sealed with the token that was given
/// for it: what Redis holds is of use to nobody else.
/// </summary>
sealed class Renewal(AccountStore accounts, SessionStore sessions, AccessTokens tokens, SignIn signIn, IConnectionMultiplexer redis)
{
    const int KeySize = 32;
    static readonly int NonceSize = AesGcm.NonceByteSizes.MaxSize;
    static readonly int TagSize = AesGcm.TagByteSizes.MaxSize;
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    /// <summary>Null when the token is not, or no longer, a session's. One that was the session's once ends it: two have it.</summary>
    public async Task<SignedIn?> RenewAsync(string spent, string? key, Caller caller, CancellationToken ct)
    {
        if (SessionTokens.SessionOf(spent) is not { } session)
            return null;
        var next = SessionTokens.For(session);
        if (await sessions.RefreshAsync(spent, next, caller, account => Task.WhenAll(tokens.KeepAsync(next, account), KeepAsync(spent, key, next)), tokens.DropAsync, ct) is { } account)
            return signIn.Answer(account, next);
        // Only as long as it is the session's still.
        if (await FindAsync(spent, key) is { } known && await tokens.FindAsync(known.Access) is { } holder && await accounts.FindAsync(holder.Id, ct) is { } same)
            return signIn.Answer(same, known);
        await sessions.EndReusedAsync(session, spent, caller, tokens.DropAsync, ct);
        return null;
    }

    Task KeepAsync(string spent, string? key, SessionTokens next) =>
        key is null
            ? Task.CompletedTask
            : redis.GetDatabase().StringSetAsync(Name(spent, key), Seal(spent, $"{next.Access} {next.Refresh}"), Kept);

    async Task<SessionTokens?> FindAsync(string spent, string? key)
    {
        if (key is null)
            return null;
        byte[]? kept = await redis.GetDatabase().StringGetAsync(Name(spent, key));
        return kept is not null && Open(spent, kept).Split(' ') is [var access, var refresh] ? new(SessionTokens.SessionOf(refresh)!.Value, access, refresh) : null;
    }

    static RedisKey Name(string spent, string key) => $"renewed:{Secret.Hash($"{key} {spent}")}";

    // Nonce, tag, text.
    static byte[] Seal(string spent, string pair)
    {
        var text = Encoding.UTF8.GetBytes(pair);
        var kept = new byte[NonceSize + TagSize + text.Length];
        RandomNumberGenerator.Fill(kept.AsSpan(0, NonceSize));
        using var aes = SealOf(spent);
        aes.Encrypt(kept.AsSpan(0, NonceSize), text, kept.AsSpan(NonceSize + TagSize), kept.AsSpan(NonceSize, TagSize));
        return kept;
    }

    static string Open(string spent, byte[] kept)
    {
        var text = new byte[kept.Length - NonceSize - TagSize];
        using var aes = SealOf(spent);
        aes.Decrypt(kept.AsSpan(0, NonceSize), kept.AsSpan(NonceSize + TagSize), kept.AsSpan(NonceSize, TagSize), text);
        return Encoding.UTF8.GetString(text);
    }

    static AesGcm SealOf(string spent) => new(HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(spent), KeySize, info: "renewed"u8.ToArray()), TagSize);
}
