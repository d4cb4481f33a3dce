using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Shop.Database;

namespace Shop.Tests.Pilot;

/// <summary>The door of the graph's API for Sentry's SDKs, through the site as an SDK comes.</summary>
sealed class SentryDoor(ShopFixture shop, string key)
{
    static int _addresses;

    public string Key => key;

    public string Dsn => $"http://{key}@{shop.Web.BaseAddress!.Authority}/1";

    public static async Task<SentryDoor> OfAsync(ShopFixture shop, CancellationToken ct)
    {
        var parameters = shop.Graph.App.Services.GetRequiredService<DistributedApplicationModel>().Resources
            .OfType<ParameterResource>();
        return new(shop, (await parameters.Single(parameter => parameter.Name == "pilot-key").GetValueAsync(ct))!);
    }

    /// <summary>A word that neither looks like a number nor like a secret.</summary>
    public static string Unique() => string.Concat(
        $"{Guid.CreateVersion7():N}"[^12..].Select(digit => (char)('g' + Convert.ToInt32($"{digit}", 16))));

    /// <summary>An address of its own, whose quota no other test uses up.</summary>
    public static string NewAddress() => $"2001:db8:5e:{Interlocked.Increment(ref _addresses):x}::1";

    public Task<HttpResponseMessage> PostAsync(string body, CancellationToken ct, string? address = null) =>
        PostAsync(Request($"/api/1/envelope/?sentry_key={key}", Encoding.UTF8.GetBytes(body), address), ct);

    public async Task<HttpResponseMessage> PostAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using (request)
            return await shop.Web.SendAsync(request, ct);
    }

    public static HttpRequestMessage Request(string path, byte[] body, string? address = null, string? encoding = null)
    {
        var content = new ByteArrayContent(body);
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("X-Forwarded-For", address ?? NewAddress());
        return request;
    }

    public static string Envelope(JsonObject item, string type = "event", string? header = null) =>
        $"{header ?? "{}"}\n{{\"type\":\"{type}\"}}\n{item.ToJsonString()}\n";

    public static byte[] Pack(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(body);
        return packed.ToArray();
    }

    /// <summary>The report whose title contains the text.</summary>
    public async Task<string> ReportAsync(string title, CancellationToken ct) =>
        await shop.Database.ScalarAsync<string>(
            $"""
            select concat_ws(' ', source, count, category, severity, module, status) from pilot.error_reports
            where position({title} in title) > 0
            """, ct) ?? "";
}
