using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Accounts;

/// <summary>Random 256 bits, base64url. They are as hard to guess as their hash, so one round without salt keeps them.</summary>
public static class Secret
{
    const int Size = 32;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>What the holder of a session gets, once. The refresh token names its session, so that an old one tells which session was copied.</summary>
public sealed record SessionTokens(Guid SessionId, string Access, string Refresh)
{
    const char Separator = '.';

    public string AccessHash { get; } = Secret.Hash(Access);
    public string RefreshHash { get; } = Secret.Hash(Refresh);

    public static SessionTokens New() => For(Guid.CreateVersion7());

    public static SessionTokens For(Guid session) => new(session, Secret.New(), $"{session:N}{Separator}{Secret.New()}");

    public static Guid? SessionOf(string refreshToken) =>
        refreshToken.IndexOf(Separator, StringComparison.Ordinal) is > 0 and var end && Guid.TryParseExact(refreshToken.AsSpan(0, end), "N", out var session) ? session : null;
}
