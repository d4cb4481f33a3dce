using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Shop.Database;

namespace Shop.Pilot;

/// <summary>
/// Tells the users of requests and of errors apart and names nobody: without the salt, the hash of a known id or
/// address cannot be computed. The salts are in the database only: one per day for requests, one for errors, whose
/// users are counted over months and found again for an export or an erasure.
/// </summary>
public static class UserHash
{
    /// <summary>What an SDK or a host knows of a user, as a number. It is hashed before it is stored.</summary>
    public static Guid NumberOf(string user)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(user), digest);
        return new(digest[..16], bigEndian: true);
    }

    public static Guid Of(Guid user, Guid salt)
    {
        Span<byte> input = stackalloc byte[32];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        salt.TryWriteBytes(input, bigEndian: true, out _);
        user.TryWriteBytes(input[16..], bigEndian: true, out _);
        SHA256.HashData(input, hash);
        return new(hash[..16], bigEndian: true);
    }

    public static Guid Of(string user, Guid salt) => Of(NumberOf(user), salt);

    internal static Sql SaltOfErrors => Sql.Of($"select salt from pilot.error_salt");

    internal static Task<Guid> SaltOfErrorsAsync(NpgsqlDataSource database, CancellationToken ct) =>
        database.ScalarAsync<Guid>(SaltOfErrors, ct);
}
