using System.Net;

namespace Shop.Tests.Resilience;

public class ServiceDiscoveryTests
{
    [Theory]
    [InlineData("services:api:http:0", "https+http://api/")]
    [InlineData("services:api:http:0", "http://api/")]
    [InlineData("services:api:admin:0", "http://_admin.api/")]
    public async Task A_service_name_resolves_to_the_configured_address(string key, string url)
    {
        await using var server = await FlakyServer.StartAsync(_ => 204);
        using var caller = Caller.Impatient((key, server.Url.ToString()));

        using var response = await caller.Http.GetAsync(new Uri(url), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.NoContent, 1), (response.StatusCode, server.Requests));
    }

    [Fact]
    public async Task The_path_and_the_query_are_preserved()
    {
        var seen = "";
        await using var server = await FlakyServer.StartAsync((_, context) =>
        {
            seen = $"{context.Request.Path}{context.Request.QueryString}";
            return Task.CompletedTask;
        });
        using var caller = Caller.Impatient(("services:api:http:0", server.Url.ToString()));

        (await caller.Http.GetAsync(
            new Uri("https+http://api/api/products?search=%D1%87%D0%B0%D0%B9&page=2"),
            TestContext.Current.CancellationToken)).Dispose();

        Assert.Equal("/api/products?search=%D1%87%D0%B0%D0%B9&page=2", seen);
    }

    [Fact]
    public async Task Requests_are_balanced_and_a_retry_reaches_another_instance()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var failing = await FlakyServer.StartAsync(_ => 503);
        await using var healthy = await FlakyServer.StartAsync(_ => 200);
        using var caller = Caller.Impatient(
            ("services:api:http:0", failing.Url.ToString()), ("services:api:http:1", healthy.Url.ToString()));

        for (var i = 0; i < 4; i++)
        {
            using var response = await caller.Http.GetAsync(new Uri("http://api/"), ct);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(4, healthy.Requests);
        Assert.NotEqual(0, failing.Requests);
    }
}
