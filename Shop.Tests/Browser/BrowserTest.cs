using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Shop.Tests.Browser;

/// <summary>
/// A test of the site in a browser context of its own. An error that the browser reports (on its console, or as a
/// violation of the content security policy) fails the test. A failed test leaves screenshots and traces in
/// artifacts/browser.
/// </summary>
public abstract partial class BrowserTest(ShopFixture shop, Chromium chromium) : IAsyncLifetime
{
    static readonly string ArtifactFolder = Path.Combine(Repository.Root, "artifacts", "browser");

    readonly ConcurrentQueue<string> _errors = new();
    readonly List<IBrowserContext> _contexts = [];

    protected ShopFixture Shop => shop;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Pages are in Russian unless the test sets another locale.</summary>
    protected async Task<IPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = shop.Web.BaseAddress!.ToString();
        options.Locale ??= "ru-RU";
        options.ViewportSize ??= new() { Width = 1280, Height = 900 };
        options.ReducedMotion = ReducedMotion.Reduce;
        var context = await chromium.NewContextAsync(options);
        _contexts.Add(context);
        context.Console += (_, message) =>
        {
            if (message.Type == "error" && IsOurs(message.Location))
                _errors.Enqueue($"{message.Location}: {message.Text}");
        };
        context.WebError += (_, error) => _errors.Enqueue($"{error.Page?.Url}: {error.Error}");
        await context.Tracing.StartAsync(new() { Snapshots = true });
        return await context.NewPageAsync();
    }

    /// <summary>Ignores errors with this text, such as the address of a page that is meant to be missing.</summary>
    protected void Forgive(string error) => _ignored = error;

    string? _ignored;

    // Errors on the pages of payment providers do not count.
    bool IsOurs(string location) =>
        location.StartsWith(shop.Web.BaseAddress!.ToString(), StringComparison.Ordinal)
        || !location.StartsWith("http", StringComparison.Ordinal);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var errors = _errors
            .Where(error => _ignored is null || !error.Contains(_ignored, StringComparison.Ordinal))
            .ToList();
        var failed = errors.Count > 0 || TestContext.Current.TestState?.Result == TestResult.Failed;
        foreach (var (i, context) in _contexts.Index())
        {
            if (failed)
                await SaveArtifactsAsync(context, $"{FileName()}-{i + 1}");
            await context.DisposeAsync();
        }
        Assert.Empty(errors);
    }

    static async Task SaveArtifactsAsync(IBrowserContext context, string name)
    {
        foreach (var page in context.Pages)
            await page.ScreenshotAsync(new() { Path = Path.Combine(ArtifactFolder, $"{name}.png"), FullPage = true });
        await context.Tracing.StopAsync(new() { Path = Path.Combine(ArtifactFolder, $"{name}.zip") });
    }

    static string FileName()
    {
        var name = InvalidInFileNames().Replace(TestContext.Current.Test!.TestDisplayName, "-");
        return name[..Math.Min(name.Length, 120)];
    }

    [GeneratedRegex(@"[^\p{L}\p{N}_]+")]
    private static partial Regex InvalidInFileNames();
}
