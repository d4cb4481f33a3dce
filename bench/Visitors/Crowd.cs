using System.Collections.Concurrent;
using System.Diagnostics;

namespace Visitors;

/// <summary>Concurrent visitors, each with a browser's cookies and a person's pauses.</summary>
static class Crowd
{
    public static async Task<int> BrowseAsync(Uri site, int visitors, TimeSpan duration)
    {
        var took = new ConcurrentBag<double>();
        var failures = new ConcurrentBag<string>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, visitors).Select(async _ =>
        {
            using var visitor = new Visitor(site, took);
            await Visitor.PauseAsync();
            while (clock.Elapsed < duration)
            {
                try
                {
                    await visitor.BrowseAsync();
                }
                catch (Exception e)
                    when (e is HttpRequestException or InvalidDataException or OperationCanceledException)
                {
                    failures.Add(e.Message);
                }
            }
        }));
        var sorted = took.Order().ToList();
        Console.WriteLine(
            $"{visitors} visitors: {sorted.Count} pages, {sorted.Count / clock.Elapsed.TotalSeconds:0} a second, " +
            $"p50 {sorted[sorted.Count / 2]:0.0} ms, p95 {sorted[sorted.Count * 95 / 100]:0.0} ms, " +
            $"{failures.Count} errors (budget 0)");
        foreach (var failure in failures.GroupBy(failure => failure))
            Console.WriteLine($"  {failure.Count()} times: {failure.Key}");
        return failures.IsEmpty ? 0 : 1;
    }
}
