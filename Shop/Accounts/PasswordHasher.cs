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
/// Hashes with Argon2id. At most one hash per processor is computed at a time, outside the thread pool: a burst of
/// logins queues up without blocking a thread of the pool, and needs no more memory than that many hashes.
/// </summary>
public sealed class PasswordHasher(IOptions<AccountOptions> options) : IDisposable
{
    static readonly TimeSpan QueueTimeout = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim _slots = new(Environment.ProcessorCount);
    // Unknown users are checked against this random hash, so that response times do not reveal which users exist.
    readonly PasswordHash _dummyHash = new(
        ParametersOf(options.Value),
        RandomNumberGenerator.GetBytes(PasswordHash.SaltSize),
        RandomNumberGenerator.GetBytes(PasswordHash.HashSize));

    public async Task<string> HashAsync(string password, CancellationToken ct)
    {
        var parameters = ParametersOf(options.Value);
        var salt = RandomNumberGenerator.GetBytes(PasswordHash.SaltSize);
        var hash = await DeriveAsync(password, salt, parameters, null, ct);
        return new PasswordHash(parameters, salt, hash).ToString();
    }

    /// <summary>
    /// Without a hash the answer is no, after the same time. <paramref name="before"/> runs after the wait in the
    /// queue, right before hashing.
    /// </summary>
    public async Task<PasswordMatch> VerifyAsync(
        string password, string? hash, CancellationToken ct, Func<Task>? before = null)
    {
        var known = hash is null ? _dummyHash : PasswordHash.Parse(hash);
        var derived = await DeriveAsync(password, known.Salt, known.Parameters, before, ct);
        if (!CryptographicOperations.FixedTimeEquals(derived, known.Hash))
            return PasswordMatch.No;
        return known.Parameters == ParametersOf(options.Value) ? PasswordMatch.Yes : PasswordMatch.YesButOutdated;
    }

    async Task<byte[]> DeriveAsync(
        string password, byte[] salt, HashParameters parameters, Func<Task>? before, CancellationToken ct)
    {
        if (!await _slots.WaitAsync(QueueTimeout, ct))
            throw new ShopException(
                ErrorCode.Unavailable, "Too many people are signing in at the moment.", permanent: false);
        try
        {
            if (before is not null)
                await before();
            return await Task.Factory.StartNew(
                () => parameters.Derive(password, salt),
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

    static Argon2idHash ParametersOf(AccountOptions options) => new(options.PasswordMemory, options.PasswordPasses);
}
