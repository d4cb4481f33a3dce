using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Shop.Accounts;

public enum PasswordMatch
{
    No,
    Yes,
    YesButOutdated
}

/// <summary>
/// <c>pbkdf2-sha512$210000$salt$hash</c>, both in base64. As many at a time as there are processors, and not on the pool's threads: a storm of logins waits
/// for itself, not everything else for it.
/// </summary>
public sealed class PasswordHasher(IOptions<AccountOptions> options) : IDisposable
{
    const string Scheme = "pbkdf2-sha512";
    const int SaltSize = 16;
    const int HashSize = 32;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);
    // What an unknown name is checked against, so that the time taken does not tell. Nobody knows its password.
    readonly Hashed _nobody = new(options.Value.PasswordIterations, RandomNumberGenerator.GetBytes(SaltSize), RandomNumberGenerator.GetBytes(HashSize));

    public async Task<string> HashAsync(string password, CancellationToken ct)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var hash = await DeriveAsync(password, salt, options.Value.PasswordIterations, null, ct);
        return new Hashed(options.Value.PasswordIterations, salt, hash).ToString();
    }

    /// <summary>Without a hash the answer is no, after the same time. What is asked before hashing is asked when its turn has come.</summary>
    public async Task<PasswordMatch> VerifyAsync(string password, string? hash, CancellationToken ct, Func<Task>? before = null)
    {
        var known = hash is null ? _nobody : Hashed.Parse(hash);
        var derived = await DeriveAsync(password, known.Salt, known.Iterations, before, ct);
        if (!CryptographicOperations.FixedTimeEquals(derived, known.Hash))
            return PasswordMatch.No;
        return known.Iterations == options.Value.PasswordIterations ? PasswordMatch.Yes : PasswordMatch.YesButOutdated;
    }

    async Task<byte[]> DeriveAsync(string password, byte[] salt, int iterations, Func<Task>? before, CancellationToken ct)
    {
        if (!await _turns.WaitAsync(Patience, ct))
            throw new ShopException(ErrorCode.Unavailable, "Too many people are signing in at the moment.", permanent: false);
        try
        {
            if (before is not null)
                await before();
            return await Task.Factory.StartNew(() => Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, HashSize),
                ct, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    sealed record Hashed(int Iterations, byte[] Salt, byte[] Hash)
    {
        public static Hashed Parse(string text) =>
            text.Split('$') is [Scheme, var iterations, var salt, var hash]
                ? new(int.Parse(iterations, NumberStyles.None, CultureInfo.InvariantCulture), Convert.FromBase64String(salt), Convert.FromBase64String(hash))
                : throw new FormatException("The password hash is of an unknown scheme.");

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Scheme}${Iterations}${Convert.ToBase64String(Salt)}${Convert.ToBase64String(Hash)}");
    }
}
