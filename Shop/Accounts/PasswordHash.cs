using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Shop.Accounts;

/// <summary>
/// The text form of a hash has its parameters, salt and hash in base64. It is that of other Argon2 libraries,
/// <c>$argon2id$v=19$m=19456,t=2,p=1$salt$hash</c>, or an older one, <c>pbkdf2-sha512$210000$salt$hash</c>.
/// </summary>
sealed record PasswordHash(HashParameters Parameters, byte[] Salt, byte[] Hash)
{
    public const int SaltSize = 16;
    public const int HashSize = 32;

    public static PasswordHash Parse(string text) => text.Split('$') switch
    {
        ["", "argon2id", "v=19", var cost, var salt, var hash] =>
            new(Argon2idHash.Parse(cost), FromBase64(salt), FromBase64(hash)),
        ["pbkdf2-sha512", var iterations, var salt, var hash] =>
            new(new Pbkdf2Hash(Number(iterations)), FromBase64(salt), FromBase64(hash)),
        _ => throw new FormatException("The password hash has an unknown scheme.")
    };

    public override string ToString() => $"{Parameters}${ToBase64(Salt)}${ToBase64(Hash)}";

    internal static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    static string ToBase64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    static byte[] FromBase64(string text) =>
        Convert.FromBase64String(text.TrimEnd('=').PadRight((text.TrimEnd('=').Length + 3) / 4 * 4, '='));
}

abstract record HashParameters
{
    public abstract byte[] Derive(string password, byte[] salt);
}

/// <summary>Memory is in KiB. libsodium computes one lane only.</summary>
sealed record Argon2idHash(int Memory, int Passes) : HashParameters
{
    public static Argon2idHash Parse(string cost) =>
        cost.Split(',') is [['m', '=', .. var m], ['t', '=', .. var t], "p=1"]
            ? new(PasswordHash.Number(m), PasswordHash.Number(t))
            : throw new FormatException("The password hash has unknown parameters.");

    public override byte[] Derive(string password, byte[] salt) =>
        new Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = Memory, NumberOfPasses = Passes })
            .DeriveBytes(Encoding.UTF8.GetBytes(password), salt, PasswordHash.HashSize);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"$argon2id$v=19$m={Memory},t={Passes},p=1");
}

/// <summary>PBKDF2-HMAC-SHA512, of accounts that have not signed in since Argon2id replaced it.</summary>
sealed record Pbkdf2Hash(int Iterations) : HashParameters
{
    public override byte[] Derive(string password, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(
        password, salt, Iterations, HashAlgorithmName.SHA512, PasswordHash.HashSize);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"pbkdf2-sha512${Iterations}");
}
