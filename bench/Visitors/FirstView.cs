using System.Reflection;
using Microsoft.Playwright;

namespace Visitors;

/// <summary>A new visitor's waiting time and downloads, on a processor four times as slow as this one.</summary>
static class FirstView
{
    const int Rounds = 5;
    const int CpuSlowdown = 4;
    const string FirstPaint = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime";
    const string LayoutShift =
        """
        () => {
          const observer = new PerformanceObserver(() => {});
          observer.observe({ type: 'layout-shift', buffered: true });
          return observer.takeRecords().reduce((sum, shift) => sum + shift.value, 0);
        }
        """;

    public static async Task<int> LookAsync(Uri site, string program, string[] paths)
    {
        var package = typeof(FirstView).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "PlaywrightPackage");
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", package.Value);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program });
        foreach (var path in paths)
        {
            var rounds = new List<(double Paint, double Shift, double Bytes)>();
            for (var i = 0; i < Rounds; i++)
                rounds.Add(await OnceAsync(browser, new Uri(site, path)));
            double Median(Func<(double Paint, double Shift, double Bytes), double> of) =>
                rounds.Select(of).Order().ElementAt(Rounds / 2);
            Console.WriteLine(
                $"{path.Split('?')[0],-12} " +
                $"first contentful paint {Median(round => round.Paint),5:0} ms (budget 1,000)   " +
                $"layout shift {Median(round => round.Shift):0.000} (budget 0.02)   " +
                $"{Median(round => round.Bytes) / 1000:0.0} kB without pictures (budget 60)");
        }
        return 0;
    }

    static async Task<(double Paint, double Shift, double Bytes)> OnceAsync(IBrowser browser, Uri address)
    {
        await using var context = await browser.NewContextAsync(
            new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        var devTools = await context.NewCDPSessionAsync(page);
        var pictures = new HashSet<string>();
        var bytes = 0.0;
        devTools.Event("Network.responseReceived").OnEvent += (_, message) =>
        {
            if (message!.Value.GetProperty("type").GetString() == "Image")
                pictures.Add(message.Value.GetProperty("requestId").GetString()!);
        };
        devTools.Event("Network.loadingFinished").OnEvent += (_, message) =>
        {
            if (!pictures.Contains(message!.Value.GetProperty("requestId").GetString()!))
                bytes += message.Value.GetProperty("encodedDataLength").GetDouble();
        };
        await devTools.SendAsync("Network.enable");
        await devTools.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = CpuSlowdown });
        await page.GotoAsync(address.AbsoluteUri, new() { WaitUntil = WaitUntilState.NetworkIdle });
        return (await page.EvaluateAsync<double>(FirstPaint), await page.EvaluateAsync<double>(LayoutShift), bytes);
    }
}
