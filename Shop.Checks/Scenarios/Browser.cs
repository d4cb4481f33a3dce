using System.Reflection;
using Microsoft.Playwright;

namespace Shop.Checks.Scenarios;

/// <summary>The Chromium or Chrome of this machine: nothing is downloaded.</summary>
static class Browser
{
    // The headless shell is Chromium without windows, which starts in a fifth of the time.
    static readonly string[] Programs =
    [
        "chromium-headless-shell", "chromium", "google-chrome", "chromium-browser", "microsoft-edge"
    ];

    /// <summary>Null when there is none.</summary>
    public static string? Find() =>
        Environment.GetEnvironmentVariable("SHOP_CHROMIUM") is { Length: > 0 } named
            ? named
            : Programs.SelectMany(
                _ => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
                (program, folder) => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{program}.exe" : program))
                .FirstOrDefault(File.Exists);

    /// <summary>
    /// Playwright's driver is beside a published program (dotnet publish puts it there), and otherwise in its package.
    /// </summary>
    public static void FindDriver()
    {
        const string Variable = "PLAYWRIGHT_DRIVER_SEARCH_PATH";
        var package = typeof(Browser).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "PlaywrightPackage");
        var isPublished = Directory.Exists(Path.Combine(AppContext.BaseDirectory, ".playwright"));
        Environment.SetEnvironmentVariable(Variable, isPublished ? AppContext.BaseDirectory : package.Value);
    }

    public static Task<IBrowser> StartAsync(IPlaywright playwright, string executable) =>
        playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable });
}
