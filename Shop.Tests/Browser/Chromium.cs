using System.Reflection;
using AppHost.Servers;
using Microsoft.Playwright;
using Shop.Tests.Browser;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Shop.Tests.Browser;

/// <summary>
/// One browser for the whole run, started by the first test that needs it. It is the one installed on the machine:
/// nothing is downloaded.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    // The headless shell is Chromium without windows, which starts in a fifth of the time.
    static readonly string[] ExecutableNames =
    [
        "chromium-headless-shell", "chromium", "google-chrome", "chromium-browser", "microsoft-edge"
    ];
    static readonly float Timeout = (float)TimeSpan.FromSeconds(20).TotalMilliseconds;

    readonly SemaphoreSlim _starting = new(1);
    IPlaywright? _playwright;
    IBrowser? _browser;

    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions options)
    {
        await _starting.WaitAsync();
        try
        {
            _browser ??= await StartAsync();
        }
        finally
        {
            _starting.Release();
        }
        var context = await _browser.NewContextAsync(options);
        context.SetDefaultTimeout(Timeout);
        return context;
    }

    async Task<IBrowser> StartAsync()
    {
        var executable = Environment.GetEnvironmentVariable("SHOP_CHROMIUM")
            ?? ExecutableNames.Select(ServerPrograms.OnPath).FirstOrDefault(path => path is not null);
        Require.Unless(
            executable is not null,
            "Chromium",
            "`./dev test` installs it on Debian; elsewhere install it or Chrome, or name it in SHOP_CHROMIUM");
        var package = typeof(Chromium).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "PlaywrightPackage");
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", package.Value);
        Assertions.SetDefaultExpectTimeout(Timeout);
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _starting.Dispose();
    }
}
