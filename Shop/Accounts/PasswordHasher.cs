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
/// Hashes are <c>pbkdf2-sha512$210000$salt$hash</c>, salt and hash in base64. At most one hash per processor is
/// computed at a time, outside the thread pool: a burst of logins queues up without slowing other requests.
/// </summary>
public sealed class PasswordHasher(IOptions<AccountOptions> options) : IDisposable
{
    const string Scheme = "pbkdf2-sha512";
    const int SaltSize = 16;
    const int HashSize = 32;
    static readonly TimeSpan QueueTimeout = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim _slots = new(Environment.ProcessorCount);
    // Unknown users are checked against this random hash, so that response times do not reveal which users exist.
    readonly PasswordHash _dummyHash = new(
        options.Value.PasswordIterations,
        RandomNumberGenerator.GetBytes(SaltSize),
        RandomNumberGenerator.GetBytes(HashSize));

    public async Task<string> HashAsync(string password, CancellationToken ct)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var hash = await DeriveAsync(password, salt, options.Value.PasswordIterations, null, ct);
        return new PasswordHash(options.Value.PasswordIterations, salt, hash).ToString();
    }

    /// <summary>
    /// Without a hash the answer is no, after the same time. <paramref name="before"/> runs after the wait in the
    /// queue, right before hashing.
    /// </summary>
    public async Task<PasswordMatch> VerifyAsync(
        string password, string? hash, CancellationToken ct, Func<Task>? before = null)
    {
        var known = hash is null ? _dummyHash : PasswordHash.Parse(hash);
        var derived = await DeriveAsync(password, known.Salt, known.Iterations, before, ct);
        if (!CryptographicOperations.FixedTimeEquals(derived, known.Hash))
            return PasswordMatch.No;
        return known.Iterations == options.Value.PasswordIterations ? PasswordMatch.Yes : PasswordMatch.YesButOutdated;
    }

    async Task<byte[]> DeriveAsync(
        string password, byte[] salt, int iterations, Func<Task>? before, CancellationToken ct)
    {
        if (!await _slots.WaitAsync(QueueTimeout, ct))
            throw new ShopException(
                ErrorCode.Unavailable, "Too many people are signing in at the moment.", permanent: false);
        try
        {
            if (before is not null)
                await before();
            return await Task.Factory.StartNew(
                () => Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, HashSize),
                ct,
                TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
                TaskScheduler.Default);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    sealed record PasswordHash(int Iterations, byte[] Salt, byte[] Hash)
    {
        public static PasswordHash Parse(string text) =>
            text.Split('$') is [Scheme, var iterations, var salt, var hash]
                ? new(
                    int.Parse(iterations, NumberStyles.None, CultureInfo.InvariantCulture),
                    Convert.FromBase64String(salt),
                    Convert.FromBase64String(hash))
                : throw new FormatException("The password hash has an unknown scheme.");

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Scheme}${Iterations}${Convert.ToBase64String(Salt)}${Convert.ToBase64String(Hash)}");
    }
}
