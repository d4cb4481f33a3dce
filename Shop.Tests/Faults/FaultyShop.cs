using System.Diagnostics;

namespace Shop.Tests.Faults;

/// <summary>A graph whose providers may be hurt, and `./dev` for it: nobody else's tests meet these faults.</summary>
public sealed class FaultyShop : IAsyncLifetime
{
    readonly string _control = Directory.CreateTempSubdirectory("shop-").FullName;

    public FaultyShop() => Shop = new("faults", "--control", Path.Combine(_control, "socket"));

    public ShopFixture Shop { get; }

    public ValueTask InitializeAsync() => Shop.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        Directory.Delete(_control, recursive: true);
    }

    /// <summary>What a developer types, what they read and the exit code.</summary>
    public async Task<(int Code, string Said)> DevAsync(string arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "dev"), arguments.Split(' '))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SHOP_CONTROL"] = _control }
        };
        using var dev = Process.Start(start)!;
        var said = await Task.WhenAll(dev.StandardOutput.ReadToEndAsync(ct), dev.StandardError.ReadToEndAsync(ct));
        await dev.WaitForExitAsync(ct);
        return (dev.ExitCode, string.Concat(said));
    }

    public async Task FaultAsync(string arguments, CancellationToken ct)
    {
        var (code, said) = await DevAsync($"fault {arguments}", ct);
        Assert.True(code == 0, said);
    }
}
