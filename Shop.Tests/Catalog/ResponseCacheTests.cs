using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Shop.Database;
using Shop.Tests.Accounts;

namespace Shop.Tests.Catalog;

/// <summary>The API caches a request that arrives more than eight times in half a second.</summary>
public class ResponseCacheTests(ShopFixture shop)
{
    const int ConcurrentRequests = 40;

    [Fact]
    public async Task Cached_and_uncached_responses_agree_and_a_change_shows_within_a_second()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Гвоздь", 10m, 5));
        var paths = (string[])[$"/api/products/{goods.Ids[0]}", $"/api/products?category={goods.Category}"];
        foreach (var path in paths)
        {
            var answers = await SendConcurrentlyAsync(path, ct);
            Assert.Equal(await DescribeAsync(path, ct, Uncached), Assert.Single(answers.Distinct()));
        }

        await shop.Database.ExecuteAsync(
            $"update catalog.products set price = 11, version = version + 1 where id = {goods.Ids[0]}", ct);

        foreach (var path in paths)
        {
            Assert.Contains("\"price\":11.00", await DescribeAsync(path, ct, Uncached), StringComparison.Ordinal);
            await Eventually.WaitUntilAsync(
                () => DescribeAsync(path, ct), now => now.Contains("\"price\":11.00", StringComparison.Ordinal),
                TimeSpan.FromSeconds(1), "the new price");
        }
    }

    [Fact]
    public async Task Staff_see_their_changes_at_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var goods = await Goods.AddAsync(shop.Database, ct, ("Гвоздь", 10m, 5));
        var path = $"/api/products/{goods.Ids[0]}";
        await SendConcurrentlyAsync(path, ct);

        using var changed = await staff.Api.PatchAsJsonAsync(path, new { price = 12 }, ct);

        Assert.Contains("\"price\":12.00", await DescribeAsync(path, ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_not_cached()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Гвоздь", 10m, 5));
        var path = $"/api/products/{goods.Ids[0]}";
        await shop.Database.ExecuteAsync(
            $"update catalog.products set archived_at = now() where id = {goods.Ids[0]}", ct);
        Assert.All(
            await SendConcurrentlyAsync(path, ct),
            answer => Assert.StartsWith("404 application/problem+json", answer, StringComparison.Ordinal));

        await shop.Database.ExecuteAsync(
            $"update catalog.products set archived_at = null where id = {goods.Ids[0]}", ct);

        Assert.StartsWith("200", await DescribeAsync(path, ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_matching_ETag_gets_a_304_from_the_cache()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Гвоздь", 10m, 5));
        var path = $"/api/products/{goods.Ids[0]}";
        await SendConcurrentlyAsync(path, ct);
        using var known = await shop.Api.GetAsync(path, ct);

        var again = await DescribeAsync(path, ct, headers => headers.IfNoneMatch.Add(known.Headers.ETag!));

        Assert.StartsWith("304", again, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        Assert.Null(known.Headers.CacheControl);
    }

    [Fact]
    public async Task Clients_that_leave_do_not_cancel_the_response_of_the_others()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Гвоздь", 10m, 5));
        Task left;
        // Only clients that leave before their response count. If all were faster, the test tries again.
        do
        {
            using var leaving = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var path = $"/api/products?category={goods.Category}&sort=name&ignored={Guid.CreateVersion7()}";
            left = SendConcurrentlyAsync(path, leaving.Token);
            var stayed = SendConcurrentlyAsync(path, ct);

            await leaving.CancelAsync();

            Assert.All(await stayed, answer => Assert.StartsWith("200", answer, StringComparison.Ordinal));
            await Task.WhenAny(left);
        }
        while (left.IsCompletedSuccessfully);
        Assert.True(left.IsCanceled);
    }

    static void Uncached(HttpRequestHeaders headers) => headers.CacheControl = new() { NoCache = true };

    Task<string[]> SendConcurrentlyAsync(string path, CancellationToken ct) =>
        Task.WhenAll(Enumerable.Range(0, ConcurrentRequests).Select(_ => DescribeAsync(path, ct)));

    async Task<string> DescribeAsync(string path, CancellationToken ct, Action<HttpRequestHeaders>? configure = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        configure?.Invoke(request.Headers);
        using var response = await shop.Api.SendAsync(request, ct);
        string[] names = ["X-Total-Count", "Link", "ETag"];
        var headers = names.Select(
            name => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "");
        var body = await response.Content.ReadAsStringAsync(ct);
        return $"{(int)response.StatusCode} {response.Content.Headers.ContentType} {string.Join(' ', headers)} {body}";
    }
}
