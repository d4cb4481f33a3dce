using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Shop.Tests.Catalog;
using Shop.Tests.Pilot;

namespace Shop.Tests.Http;

/// <summary>Whoever sends too much is told so, although the connection ends with the answer.</summary>
public class BodyLimitTests(ShopFixture shop)
{
    readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/1/envelope/?sentry_key=KEY", true)]
    [InlineData("/api/1/envelope/?sentry_key=KEY", false)]
    [InlineData("/api/1/store/?sentry_key=KEY", true)]
    [InlineData("/api/1/security/?sentry_key=KEY", true)]
    [InlineData("/api/feedback", true)]
    [InlineData("/api/feedback", false)]
    [InlineData("/api/feedback/errors", true)]
    [InlineData("/api/feedback/errors/public", true)]
    [InlineData("/api/analytics/track", true)]
    public async Task A_body_over_the_limit_is_a_413_at_the_site_and_at_the_API(string path, bool isInChunks)
    {
        var door = await SentryDoor.OfAsync(shop, _ct);
        // JSON that goes on, and more than the buffers of both ends take in.
        var body = Enumerable.Repeat((byte)' ', 16 << 20).ToArray();
        using var api = shop.NewApiClient();
        foreach (var client in (HttpClient[])[shop.Web, api])
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post, path.Replace("KEY", door.Key, StringComparison.Ordinal))
            {
                Content = new StreamContent(new MemoryStream(body))
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.TransferEncodingChunked = isInChunks;
            request.Headers.Add("X-Forwarded-For", SentryDoor.NewAddress());

            using var response = await client.SendAsync(request, _ct);

            await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, _ct);
        }
    }

    [Fact]
    public async Task A_body_in_chunks_within_the_limit_is_read()
    {
        var door = await SentryDoor.OfAsync(shop, _ct);
        var word = SentryDoor.Unique();
        var sent = SentryDoor.Envelope(new() { ["message"] = word, ["platform"] = "csharp" });
        var body = Encoding.UTF8.GetBytes(sent + new string('\n', 900_000));
        var request = SentryDoor.Request($"/api/1/envelope/?sentry_key={door.Key}", body);
        request.Headers.TransferEncodingChunked = true;

        using var response = await door.PostAsync(request, _ct);

        await response.AnswerAsync(HttpStatusCode.OK, _ct);
        Assert.NotEqual("", await door.ReportAsync(word, _ct));
    }
}
