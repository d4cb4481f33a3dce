using System.Text.RegularExpressions;

namespace Shop.Web.Pilot;

/// <summary>
/// What a browser says of itself, in short, as far as anybody can tell: <c>Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)
/// Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0</c> is Edge 141 on Windows. The whole line is kept beside it.
/// </summary>
sealed partial record Browser(string? Name, string? System, string? UserAgent)
{
    const int Longest = 500;

    // Most call themselves what they want to be taken for as well, so the rarer names come first.
    static readonly (string Token, string Name)[] Names =
    [
        ("YaBrowser", "Yandex Browser"), ("Edg", "Edge"), ("EdgA", "Edge"), ("EdgiOS", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"),
        ("FxiOS", "Firefox"), ("Firefox", "Firefox"), ("CriOS", "Chrome"), ("HeadlessChrome", "Chrome"), ("Chrome", "Chrome"), ("Version", "Safari")
    ];

    static readonly (string Token, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iPadOS"), ("Windows", "Windows"), ("Macintosh", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static Browser Of(HttpRequest request)
    {
        var line = request.Headers.UserAgent.ToString();
        var products = Product().Matches(line).ToLookup(product => product.Groups[1].Value, product => product.Groups[2].Value, StringComparer.Ordinal);
        var known = Array.Find(Names, name => products.Contains(name.Token));
        var system = Array.Find(Systems, name => line.Contains(name.Token, StringComparison.Ordinal));
        return new(known.Name is null ? null : $"{known.Name} {products[known.Token].First()}", system.Name, line.Length == 0 ? null : line[..Math.Min(line.Length, Longest)]);
    }

    [GeneratedRegex(@"([A-Za-z]+)/(\d{1,9})")]
    private static partial Regex Product();
}
