using System.Globalization;
using System.Text.RegularExpressions;

namespace Shop.Tests.Monitoring;

/// <summary>One line of a page in Prometheus' text format: <c>name{label="value"} 1</c>.</summary>
sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>The pages that Prometheus reads, asked for directly.</summary>
static partial class MetricsPages
{
    static readonly HttpClient Http = new();

    /// <summary>Where each replica of the hosts serves its metrics.</summary>
    public static IReadOnlyList<(string Host, int Port)> PortsOf(ShopFixture shop) =>
    [
        .. shop.Graph.EnvironmentOf("Metrics__Port")
            .Where(one => int.TryParse(one.Value, CultureInfo.InvariantCulture, out _))
            .Select(one => (one.Name, int.Parse(one.Value, CultureInfo.InvariantCulture)))
            .Order()
    ];

    public static async Task<List<Sample>> ReadAsync(int port, CancellationToken ct) =>
        Parse(await Http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), ct));

    /// <summary>Waits for a sample: a page is up to 300 ms old.</summary>
    public static Task<List<Sample>> WaitForAsync(int port, Func<Sample, bool> expected, CancellationToken ct) =>
        Eventually.WaitUntilAsync(
            () => ReadAsync(port, ct),
            page => page.Exists(sample => expected(sample)),
            TimeSpan.FromSeconds(10),
            "a sample");

    public static List<Sample> Parse(string page) =>
    [
        .. from line in page.Split('\n')
           where line.Length > 0 && line[0] != '#'
           let parts = Line().Match(line)
           select new Sample(
               parts.Groups[1].Value,
               Label().Matches(parts.Groups[2].Value).ToDictionary(
                   label => label.Groups[1].Value, label => label.Groups[2].Value),
               parts.Groups[3].Value is "+Inf"
                   ? double.PositiveInfinity
                   : double.Parse(parts.Groups[3].Value, CultureInfo.InvariantCulture))
    ];

    [GeneratedRegex(@"^([a-z_:A-Z0-9]+)(?:\{(.*)\})? (\S+)(?: \d+)?$")]
    private static partial Regex Line();

    [GeneratedRegex(@"([a-z_A-Z0-9]+)=""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Label();
}
