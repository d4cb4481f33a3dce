using System.Security.Cryptography;
using System.Text;
using Shop.Accounts;
using Shop.Api.Http;
using StackExchange.Redis;

namespace Shop.Api.Accounts;

/// <summary>
/// Exchanges a refresh token for the next pair of tokens, once. With an <c>Idempotency-Key</c>, a retry gets the same
/// pair for two minutes: a client that lost the answer, or replicas of the site that renew one session at the same
/// moment. The pair is <c>renewed:{sha-256 of key and token}</c> in Redis, encrypted with the spent token, so that the
/// value alone is useless.
/// </summary>
sealed class TokenRefresh(
    SessionStore sessions,
    AccessTokens tokens,
    SignIn signIn,
    IConnectionMultiplexer redis)
{
    const int KeySize = 32;
    static readonly int NonceSize = AesGcm.NonceByteSizes.MaxSize;
    static readonly int TagSize = AesGcm.TagByteSizes.MaxSize;
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Returns null if no session has the token. A token that a session had before ends the session, because two
    /// clients have it.
    /// </summary>
    public async Task<SignedIn?> RefreshAsync(string spent, string? key, Caller caller, CancellationToken ct)
    {
        if (SessionTokens.SessionOf(spent) is not { } session)
            return null;
        var known = await sessions.FindAsync(session, spent, ct);
        var next = known is null ? await FindAsync(spent, key) : await AgreeAsync(spent, key, session);
        if (known is not null && next is not null)
        {
            await Task.WhenAll(tokens.KeepAsync(next, known.Account), tokens.DropAsync(known.SpentAccessHash));
            if (await sessions.RefreshAsync(spent, next, caller, ct) is { } renewed)
            {
                // The role was changed meanwhile.
                if (renewed.Role != known.Account.Role)
                    await tokens.KeepAsync(next, renewed);
                return signIn.Answer(renewed, next);
            }
        }
        // A retry gets the stored pair only while it is that of the session.
        if (next is not null && await sessions.FindAsync(session, next.Refresh, ct) is { } holder)
            return signIn.Answer(holder.Account, next);
        if (next is not null)
            await tokens.DropAsync(next.AccessHash);
        await sessions.EndReusedAsync(session, spent, caller, ct);
        return null;
    }

    /// <summary>Requests with the same key agree on one pair before any of them has refreshed the session.</summary>
    async Task<SessionTokens?> AgreeAsync(string spent, string? key, Guid session)
    {
        var next = SessionTokens.For(session);
        if (key is null)
            return next;
        var kept = Encrypt(spent, $"{next.Access} {next.Refresh}");
        return await redis.GetDatabase().StringSetAsync(Name(spent, key), kept, Lifetime, When.NotExists)
            ? next
            : await FindAsync(spent, key);
    }

    async Task<SessionTokens?> FindAsync(string spent, string? key)
    {
        if (key is null)
            return null;
        byte[]? kept = await redis.GetDatabase().StringGetAsync(Name(spent, key));
        return kept is not null && Decrypt(spent, kept).Split(' ') is [var access, var refresh]
            ? new(SessionTokens.SessionOf(refresh)!.Value, access, refresh)
            : null;
    }

    static RedisKey Name(string spent, string key) => $"renewed:{Secret.Hash($"{key} {spent}")}";

    // Nonce, tag, text.
    static byte[] Encrypt(string spent, string pair)
    {
        var text = Encoding.UTF8.GetBytes(pair);
        var kept = new byte[NonceSize + TagSize + text.Length];
        RandomNumberGenerator.Fill(kept.AsSpan(0, NonceSize));
        using var aes = Cipher(spent);
        aes.Encrypt(kept.AsSpan(0, NonceSize), text, kept.AsSpan(NonceSize + TagSize), kept.AsSpan(NonceSize, TagSize));
        return kept;
    }

    static string Decrypt(string spent, byte[] kept)
    {
        var text = new byte[kept.Length - NonceSize - TagSize];
        using var aes = Cipher(spent);
        aes.Decrypt(kept.AsSpan(0, NonceSize), kept.AsSpan(NonceSize + TagSize), kept.AsSpan(NonceSize, TagSize), text);
        return Encoding.UTF8.GetString(text);
    }

    static AesGcm Cipher(string spent)
    {
        var key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(spent), KeySize, info: "renewed"u8.ToArray());
        return new(key, TagSize);
    }
}
