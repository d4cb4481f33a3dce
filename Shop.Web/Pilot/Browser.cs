using System.Text.RegularExpressions;

namespace Shop.Web.Pilot;

/// <summary>
/// Browser and system of a User-Agent header: <c>Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML,
/// like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0</c> is Edge 141 on Windows. The header itself is kept too.
/// </summary>
sealed partial record Browser(string? Name, string? System, string? UserAgent)
{
    const int MaxLength = 500;

    // Most browsers also name a more popular one (Edge names Chrome), so the rarer names come first.
    static readonly (string Token, string Name)[] Names =
    [
        ("YaBrowser", "Yandex Browser"),
        ("Edg", "Edge"),
        ("EdgA", "Edge"),
        ("EdgiOS", "Edge"),
        ("OPR", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("FxiOS", "Firefox"),
        ("Firefox", "Firefox"),
        ("CriOS", "Chrome"),
        ("HeadlessChrome", "Chrome"),
        ("Chrome", "Chrome"),
        ("Version", "Safari")
    ];

    static readonly (string Token, string Name)[] Systems =
    [
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iPadOS"),
        ("Windows", "Windows"),
        ("Macintosh", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux")
    ];

    public static Browser Of(HttpRequest request)
    {
        var line = request.Headers.UserAgent.ToString();
        var versions = Product().Matches(line).ToLookup(
            product => product.Groups[1].Value, product => product.Groups[2].Value, StringComparer.Ordinal);
        var known = Array.Find(Names, name => versions.Contains(name.Token));
        var system = Array.Find(Systems, name => line.Contains(name.Token, StringComparison.Ordinal));
        return new(
            known.Name is null ? null : $"{known.Name} {versions[known.Token].First()}",
            system.Name,
            line.Length == 0 ? null : line[..Math.Min(line.Length, MaxLength)]);
    }

    [GeneratedRegex(@"([A-Za-z]+)/(\d{1,9})")]
    private static partial Regex Product();
}
