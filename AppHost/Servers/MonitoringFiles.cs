using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace AppHost.Servers;

/// <summary>
/// The configuration of Prometheus and Alertmanager: a copy of ops/prometheus for each of them, with the addresses of
/// this graph. <c>--monitoring:scale 0.1</c> makes every duration in it a tenth, for rehearsals.
/// </summary>
sealed partial class MonitoringFiles(IDistributedApplicationBuilder builder)
{
    // How the files name what they call: as a container's network does.
    public const string AlertmanagerAddress = "alertmanager:9093";
    public const string MailAddress = "mail:1025";

    readonly string _source = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "../ops/prometheus"));
    readonly double _scale = builder.Configuration.GetValue("monitoring:scale", 1.0);

    /// <summary>Written anew at each start of the server, so that an edit of the rules needs only a restart.</summary>
    public void Write(string directory, params ReadOnlySpan<(string Name, string Address)> addresses)
    {
        Directory.CreateDirectory(directory);
        foreach (var file in Directory.EnumerateFiles(_source, "*.yml"))
        {
            var text = File.ReadAllText(file);
            foreach (var (name, address) in addresses)
                text = text.Replace(name, address, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(directory, Path.GetFileName(file)), Scale(text, _scale));
        }
    }

    internal static string Scale(string text, double scale) => scale == 1
        ? text
        : Duration().Replace(text, found =>
        {
            var milliseconds = found.Groups[2].Value switch { "s" => 1e3, "m" => 6e4, "h" => 3.6e6, _ => 8.64e7 };
            var length = long.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) * milliseconds * scale;
            return $"{Math.Max(1, Math.Round(length))}ms";
        });

    // 15s, [5m], but not the 5m in a name such as errors:ratio_rate5m.
    [GeneratedRegex(@"(?<![\w:./])(\d+)([smhd])\b")]
    private static partial Regex Duration();
}
