using System.Net;
using System.Text.RegularExpressions;

namespace Shop.Tests.Web;

/// <summary>Somebody in front of the site, without JavaScript: keeps cookies, sends forms as they are in the page, and sees redirects.</summary>
sealed partial class Visitor(ShopFixture shop) : IDisposable
{
    readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = shop.Web.BaseAddress };

    public async Task<(HttpStatusCode Status, string Html)> OpenAsync(string path, CancellationToken ct)
    {
        using var response = await _browser.GetAsync(path, ct);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(ct));
    }

    /// <summary>Opens the product's page and sends its watch form.</summary>
    public async Task<(HttpStatusCode Status, string? Location, string Html)> WatchAsync(Guid product, string email, CancellationToken ct, string? traceParent = null)
    {
        var (_, page) = await OpenAsync($"/products/{product}", ct);
        return await SendFormAsync(product, [.. HiddenFields(page), new("Email", email)], ct, traceParent);
    }

    public async Task<(HttpStatusCode Status, string? Location, string Html)> SendFormAsync(
        Guid product, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken ct, string? traceParent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/products/{product}") { Content = new FormUrlEncodedContent(fields) };
        if (traceParent is not null)
            request.Headers.Add("traceparent", traceParent);
        using var response = await _browser.SendAsync(request, ct);
        return (response.StatusCode, response.Headers.Location?.OriginalString, await response.Content.ReadAsStringAsync(ct));
    }

    public static IEnumerable<KeyValuePair<string, string>> HiddenFields(string html) =>
        HiddenField().Matches(html).Select(field => KeyValuePair.Create(field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value)));

    // <input type="hidden" name="_handler" value="watch" />
    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)"[^>]*>""")]
    private static partial Regex HiddenField();

    public void Dispose() => _browser.Dispose();
}
