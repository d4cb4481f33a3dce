using Microsoft.Extensions.Options;
using Shop.Accounts;

namespace Shop.Tests.Accounts;

public class PasswordHasherTests
{
    [Fact]
    public async Task A_hash_contains_its_parameters_and_verification_reports_outdated_ones()
    {
        var ct = TestContext.Current.CancellationToken;
        using var before = Hasher(memory: 8, passes: 1);
        using var now = Hasher(memory: 16, passes: 1);
        var hash = await before.HashAsync("пароль 🔑", ct);

        Assert.StartsWith("$argon2id$v=19$m=8,t=1,p=1$", hash, StringComparison.Ordinal);
        Assert.NotEqual(hash, await before.HashAsync("пароль 🔑", ct));
        Assert.Equal(PasswordMatch.Yes, await before.VerifyAsync("пароль 🔑", hash, ct));
        Assert.Equal(PasswordMatch.YesButOutdated, await now.VerifyAsync("пароль 🔑", hash, ct));
        Assert.Equal(PasswordMatch.No, await now.VerifyAsync("пароль", hash, ct));
        Assert.Equal(PasswordMatch.No, await now.VerifyAsync("пароль 🔑", null, ct));
    }

    [Fact]
    public async Task A_hash_of_pbkdf2_is_verified_and_reported_as_outdated()
    {
        var ct = TestContext.Current.CancellationToken;
        using var hasher = Hasher(memory: 8, passes: 1);
        // Python: hashlib.pbkdf2_hmac('sha512', b'correct horse 8', b'0123456789abcdef', 1000, 32)
        const string Old = "pbkdf2-sha512$1000$MDEyMzQ1Njc4OWFiY2RlZg==$0C1woMarNLJP1uf3lRrksYERq1QNmTFdFII1oWM8QvI=";

        Assert.Equal(PasswordMatch.YesButOutdated, await hasher.VerifyAsync("correct horse 8", Old, ct));
        Assert.Equal(PasswordMatch.No, await hasher.VerifyAsync("correct horse 9", Old, ct));
    }

    [Fact]
    public async Task An_unknown_account_costs_one_hash_like_a_wrong_password()
    {
        var ct = TestContext.Current.CancellationToken;
        using var hasher = Hasher(memory: 8, passes: 1);
        var hashes = 0;

        Assert.Equal(PasswordMatch.No, await hasher.VerifyAsync("x", null, ct, before: CountAsync));
        Assert.Equal(1, hashes);

        Task CountAsync()
        {
            hashes++;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Concurrent_hashes_are_limited_to_the_number_of_processors()
    {
        var ct = TestContext.Current.CancellationToken;
        using var hasher = Hasher(memory: 8, passes: 1);
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

    // https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
    [Fact]
    public void The_default_parameters_meet_the_current_recommendation()
    {
        var defaults = new AccountOptions();

        Assert.True(defaults.PasswordMemory >= 19 * 1024);
        Assert.True(defaults.PasswordPasses >= 2);
    }

    static PasswordHasher Hasher(int memory, int passes) =>
        new(Options.Create(new AccountOptions { PasswordMemory = memory, PasswordPasses = passes }));
}
