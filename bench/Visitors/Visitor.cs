using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Visitors;

/// <summary>Opens home, a category and a product of it, adds it to the cart and sometimes opens the cart.</summary>
sealed partial class Visitor(Uri site, ConcurrentBag<double> took) : IDisposable
{
    readonly HttpClient _browser = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All })
    {
        BaseAddress = site,
        Timeout = TimeSpan.FromSeconds(30)
    };

    public async Task BrowseAsync()
    {
        var category = Any(CategoryLink(), await OpenAsync("/"));
        var product = Any(ProductLink(), await OpenAsync(category));
        var page = await OpenAsync(product);
        if (Token().Match(page) is not { Success: true } token
            || !page.Contains("class=\"add-to-cart\"", StringComparison.Ordinal))
            return;
        var form = new Dictionary<string, string>
        {
            ["product"] = product.Split('/')[^1],
            ["return"] = product,
            ["__RequestVerificationToken"] = token.Groups[1].Value
        };
        var added = await SendAsync(() => _browser.PostAsync("/cart/items", new FormUrlEncodedContent(form)));
        if (!added.Contains("cart-notification", StringComparison.Ordinal))
            throw new InvalidDataException("Nothing was added to the cart.");
        if (Random.Shared.Next(4) == 0)
            await OpenAsync("/cart");
    }

    /// <summary>Half a second to one and a half, as a person looks at a page.</summary>
    public static Task PauseAsync() => Task.Delay(Random.Shared.Next(500, 1500));

    Task<string> OpenAsync(string path) => SendAsync(() => _browser.GetAsync(path));

    async Task<string> SendAsync(Func<Task<HttpResponseMessage>> send)
    {
        var began = Stopwatch.GetTimestamp();
        using var response = await send();
        var page = await response.Content.ReadAsStringAsync();
        took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new InvalidDataException($"{(int)response.StatusCode} {response.RequestMessage!.Method}");
        await PauseAsync();
        return page;
    }

    static string Any(Regex link, string page)
    {
        var found = link.Matches(page);
        return found.Count == 0
            ? throw new InvalidDataException($"No {link} in a page.")
            : WebUtility.HtmlDecode(found[Random.Shared.Next(found.Count)].Groups[1].Value);
    }

    [GeneratedRegex("href=\"(/catalog\\?category=[^\"]+)\"")]
    private static partial Regex CategoryLink();

    [GeneratedRegex("href=\"(/products/[0-9a-f-]{36})\"")]
    private static partial Regex ProductLink();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    public void Dispose() => _browser.Dispose();
}
