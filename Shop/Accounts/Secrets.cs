using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Accounts;

/// <summary>256 random bits in base64url. Nobody can guess them, so the hash needs neither salt nor rounds.</summary>
public static class Secret
{
    const int Size = 32;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));

    public static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>
/// The tokens of a session; the client receives them once. The refresh token contains the session id, so that a reused
/// token shows which session was copied.
/// </summary>
public sealed record SessionTokens(Guid SessionId, string Access, string Refresh)
{
    const char Separator = '.';

    public string AccessHash { get; } = Secret.Hash(Access);
    public string RefreshHash { get; } = Secret.Hash(Refresh);

    public static SessionTokens New() => For(Guid.CreateVersion7());

    public static SessionTokens For(Guid session) =>
        new(session, Secret.New(), $"{session:N}{Separator}{Secret.New()}");

    public static Guid? SessionOf(string refreshToken) =>
        refreshToken.IndexOf(Separator, StringComparison.Ordinal) is > 0 and var end
        && Guid.TryParseExact(refreshToken.AsSpan(0, end), "N", out var session)
            ? session
            : null;
}
