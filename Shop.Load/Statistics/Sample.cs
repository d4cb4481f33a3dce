using System.Globalization;
using System.Text.RegularExpressions;

namespace Shop.Load.Statistics;

/// <summary>One line of a page in Prometheus' text format: <c>name{label="value"} 1</c>.</summary>
sealed partial record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
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
