using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Shop.Tests.Browser;

/// <summary>
/// In front of the site, in a browser of its own. Whatever the browser complains about (an error on its console, something the content security policy
/// refused) fails the test, and a failed test leaves its picture and its trace in artifacts/browser.
/// </summary>
public abstract partial class BrowserTest(ShopFixture shop, Chromium chromium) : IAsyncLifetime
{
    static readonly string Kept = Path.Combine(Repository.Root, "artifacts", "browser");

    readonly ConcurrentQueue<string> _complaints = new();
    readonly List<IBrowserContext> _contexts = [];

    protected ShopFixture Shop => shop;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Everybody's pages are in Russian unless a test is about languages.</summary>
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
                _complaints.Enqueue($"{message.Location}: {message.Text}");
        };
        context.WebError += (_, error) => _complaints.Enqueue($"{error.Page?.Url}: {error.Error}");
        await context.Tracing.StartAsync(new() { Snapshots = true });
        return await context.NewPageAsync();
    }

    /// <summary>The page is meant to be missing, so the browser may say that it is.</summary>
    protected void Forgive(string complaint) => _forgiven = complaint;

    string? _forgiven;

    // The providers' pages are not ours to judge.
    bool IsOurs(string location) => location.StartsWith(shop.Web.BaseAddress!.ToString(), StringComparison.Ordinal) || !location.StartsWith("http", StringComparison.Ordinal);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var complaints = _complaints.Where(complaint => _forgiven is null || !complaint.Contains(_forgiven, StringComparison.Ordinal)).ToList();
        var failed = complaints.Count > 0 || TestContext.Current.TestState?.Result == TestResult.Failed;
        foreach (var (i, context) in _contexts.Index())
        {
            if (failed)
                await KeepAsync(context, $"{FileName()}-{i + 1}");
            await context.DisposeAsync();
        }
        Assert.Empty(complaints);
    }

    static async Task KeepAsync(IBrowserContext context, string name)
    {
        foreach (var page in context.Pages)
            await page.ScreenshotAsync(new() { Path = Path.Combine(Kept, $"{name}.png"), FullPage = true });
        await context.Tracing.StopAsync(new() { Path = Path.Combine(Kept, $"{name}.zip") });
    }

    static string FileName()
    {
        var name = NotForFiles().Replace(TestContext.Current.Test!.TestDisplayName, "-");
        return name[..Math.Min(name.Length, 120)];
    }

    [GeneratedRegex(@"[^\p{L}\p{N}_]+")]
    private static partial Regex NotForFiles();
}
