using System.Reflection;
using AppHost.Servers;
using Microsoft.Playwright;
using Shop.Tests.Browser;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Shop.Tests.Browser;

/// <summary>One browser for the whole run, started by the first test that looks through it. It is the machine's own: nothing is downloaded.</summary>
public sealed class Chromium : IAsyncDisposable
{
    // The first is the same without windows, which starts in a fifth of the time.
    static readonly string[] Programs = ["chromium-headless-shell", "chromium", "google-chrome", "chromium-browser", "microsoft-edge"];
    static readonly float Patience = (float)TimeSpan.FromSeconds(20).TotalMilliseconds;

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
        context.SetDefaultTimeout(Patience);
        return context;
    }

    async Task<IBrowser> StartAsync()
    {
        var program = Environment.GetEnvironmentVariable("SHOP_CHROMIUM") ?? Programs.Select(ServerPrograms.OnPath).FirstOrDefault(path => path is not null);
        Missing.Unless(program is not null, "Chromium", "`./dev test` installs it on Debian; elsewhere install it or Chrome, or name it in SHOP_CHROMIUM");
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH",
            typeof(Chromium).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "PlaywrightPackage").Value);
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _starting.Dispose();
    }
}
