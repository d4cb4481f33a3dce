using Microsoft.Extensions.Options;
using Shop.Accounts;

namespace Shop.Tests.Accounts;

public class PasswordHasherTests
{
    [Fact]
    public async Task A_hash_contains_its_parameters_and_verification_reports_outdated_ones()
    {
        var ct = TestContext.Current.CancellationToken;
        using var before = Hasher(1_000);
        using var now = Hasher(2_000);
        var hash = await before.HashAsync("пароль 🔑", ct);

        Assert.StartsWith("pbkdf2-sha512$1000$", hash, StringComparison.Ordinal);
        Assert.NotEqual(hash, await before.HashAsync("пароль 🔑", ct));
        Assert.Equal(PasswordMatch.Yes, await before.VerifyAsync("пароль 🔑", hash, ct));
        Assert.Equal(PasswordMatch.YesButOutdated, await now.VerifyAsync("пароль 🔑", hash, ct));
        Assert.Equal(PasswordMatch.No, await now.VerifyAsync("пароль", hash, ct));
        Assert.Equal(PasswordMatch.No, await now.VerifyAsync("пароль 🔑", null, ct));
    }

    [Fact]
    public async Task Concurrent_hashes_are_limited_to_the_number_of_processors()
    {
        var ct = TestContext.Current.CancellationToken;
        using var hasher = Hasher(1_000);
        var hash = await hasher.HashAsync("x", ct);
        var (running, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => hasher.VerifyAsync("x", hash, ct, before: async () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
        })));

        Assert.InRange(most, 1, Environment.ProcessorCount);
    }

    [Fact]
    public void The_default_iteration_count_meets_the_current_recommendation() =>
        Assert.True(new AccountOptions().PasswordIterations >= 210_000);

    static PasswordHasher Hasher(int iterations) =>
        new(Options.Create(new AccountOptions { PasswordIterations = iterations }));
}
