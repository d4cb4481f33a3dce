using System.Net;
using System.Text.RegularExpressions;

namespace Shop.Tests.Web;

/// <summary>A visitor without JavaScript: keeps cookies and sends forms as they are in the page.</summary>
sealed partial class Visitor : IDisposable
{
    const int MostRedirects = 5;
    readonly Uri _site;
    readonly SocketsHttpHandler _cookies;
    readonly HttpClient _browser;

    public Visitor(ShopFixture shop) : this(shop.Web.BaseAddress!)
    {
    }

    public Visitor(Uri site) : this(site, new() { AllowAutoRedirect = false })
    {
    }

    Visitor(Uri site, SocketsHttpHandler cookies) =>
        (_site, _cookies, _browser) = (site, cookies, new(cookies) { BaseAddress = site });

    /// <summary>The same browser at another replica of the site on this host.</summary>
    public Visitor At(Uri replica) => new(replica, _cookies);

    /// <summary>The Accept-Language header. By default there is none.</summary>
    public string Language { init => _browser.DefaultRequestHeaders.Add("Accept-Language", value); }

    /// <summary>The X-Forwarded-For header, as a proxy in front of the site sets it.</summary>
    public string Address { init => _browser.DefaultRequestHeaders.Add("X-Forwarded-For", value); }

    public string UserAgent { init => _browser.DefaultRequestHeaders.Add("User-Agent", value); }

    /// <summary>An additional cookie, whatever the site has set.</summary>
    public string Cookie { init => _browser.DefaultRequestHeaders.Add("Cookie", value); }

    public Task<Page> VisitAsync(string path, CancellationToken ct) => FollowAsync(new(HttpMethod.Get, path), ct);

    /// <summary>Sends the form that contains this text, other fields as they are in the page.</summary>
    public Task<Page> SubmitAsync(
        Page page,
        string form,
        CancellationToken ct,
        params (string Name, string Value)[] filledIn)
    {
        var (action, fields) = page.Form(form);
        foreach (var (name, value) in filledIn)
            fields[name] = value;
        return FollowAsync(new(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(fields) }, ct);
    }

    /// <summary>Sends what no form of the site would.</summary>
    public Task<Page> PostAsync(string path, CancellationToken ct, params (string Name, string Value)[] fields) =>
        FollowAsync(
            new(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent(
                    fields.Select(field => KeyValuePair.Create(field.Name, field.Value)))
            },
            ct);

    // Follows redirects, except to another site.
    async Task<Page> FollowAsync(HttpRequestMessage request, CancellationToken ct)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var response = await _browser.SendAsync(request, ct);
            // A refusal may carry the address of the login.
            var location = response.StatusCode < HttpStatusCode.BadRequest ? response.Headers.Location : null;
            var target = location is null ? null : new Uri(_site, location);
            if (target is null || target.Authority != _site.Authority || redirects == MostRedirects)
                return new(
                    response.StatusCode,
                    target?.ToString() ?? request.RequestUri!.PathAndQuery,
                    await response.Content.ReadAsStringAsync(ct),
                    response.Headers);
            request = new(HttpMethod.Get, target);
        }
    }

    public async Task<(HttpStatusCode Status, string Html)> OpenAsync(string path, CancellationToken ct)
    {
        using var response = await _browser.GetAsync(path, ct);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(ct));
    }

    /// <summary>The headers of a streaming response.</summary>
    public Task<HttpResponseMessage> FollowAsync(string path, CancellationToken ct, string? lastEvent = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEvent is not null)
            request.Headers.Add("Last-Event-ID", lastEvent);
        return _browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    /// <summary>Opens the product's page and sends its watch form.</summary>
    public async Task<(HttpStatusCode Status, string? Location, string Html)> WatchAsync(
        Guid product,
        string email,
        CancellationToken ct,
        string? traceParent = null)
    {
        var (_, page) = await OpenAsync($"/products/{product}", ct);
        return await SendFormAsync(product, [.. HiddenFields(page), new("Email", email)], ct, traceParent);
    }

    public async Task<(HttpStatusCode Status, string? Location, string Html)> SendFormAsync(
        Guid product,
        IEnumerable<KeyValuePair<string, string>> fields,
        CancellationToken ct,
        string? traceParent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/products/{product}")
        {
            Content = new FormUrlEncodedContent(fields)
        };
        if (traceParent is not null)
            request.Headers.Add("traceparent", traceParent);
        using var response = await _browser.SendAsync(request, ct);
        return (
            response.StatusCode,
            response.Headers.Location?.OriginalString,
            await response.Content.ReadAsStringAsync(ct));
    }

    public static IEnumerable<KeyValuePair<string, string>> HiddenFields(string html) =>
        HiddenField()
            .Matches(html)
            .Select(field =>
                KeyValuePair.Create(field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value)));

    // <input type="hidden" name="_handler" value="watch" />
    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)"[^>]*>""")]
    private static partial Regex HiddenField();

    public void Dispose() => _browser.Dispose();
}
