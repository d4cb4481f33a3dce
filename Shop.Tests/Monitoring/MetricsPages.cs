using System.Globalization;
using Shop.Load.Statistics;

namespace Shop.Tests.Monitoring;

/// <summary>The pages that Prometheus reads, asked for directly.</summary>
static class MetricsPages
{
    static readonly HttpClient Http = new();

    /// <summary>Where each replica of the hosts serves its metrics, without what starts on demand.</summary>
    public static IReadOnlyList<(string Host, int Port)> PortsOf(ShopFixture shop) =>
    [
        .. shop.Graph.EnvironmentOf("Metrics__Port")
            .Where(one => int.TryParse(one.Value, CultureInfo.InvariantCulture, out _)
                && shop.Graph.Resources.Any(resource => resource.Name == one.Name))
            .Select(one => (one.Name, int.Parse(one.Value, CultureInfo.InvariantCulture)))
            .Order()
    ];

    public static async Task<List<Sample>> ReadAsync(int port, CancellationToken ct) =>
        Sample.Parse(await Http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), ct));

    /// <summary>Waits for a sample: a page is up to 300 ms old.</summary>
    public static Task<List<Sample>> WaitForAsync(int port, Func<Sample, bool> expected, CancellationToken ct) =>
        Eventually.WaitUntilAsync(
            () => ReadAsync(port, ct),
            page => page.Exists(sample => expected(sample)),
            TimeSpan.FromSeconds(10),
            "a sample");
}
