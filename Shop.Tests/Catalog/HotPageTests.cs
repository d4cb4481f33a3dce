using System.Net.Http.Headers;
using System.Net.Http.Json;
using Shop.Database;
using Shop.Tests.Accounts;

namespace Shop.Tests.Catalog;

public class HotPageTests(ShopFixture shop)
{
    [Fact]
    public async Task A_crowd_gets_the_same_answer_as_one_and_a_change_shows_within_a_second()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Гвоздь", 10m, 5));
        var paths = (string[])[$"/api/products/{goods.Ids[0]}", $"/api/products?category={goods.Category}"];
        foreach (var path in paths)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => DescribeAsync(path, null, ct)));
            Assert.Equal(await DescribeAsync(path, new() { NoCache = true }, ct), Assert.Single(answers.Distinct()));
        }

        await shop.Database.ExecuteAsync($"update catalog.products set price = 11, version = version + 1 where id = {goods.Ids[0]}", ct);

        foreach (var path in paths)
        {
            Assert.Contains("\"price\":11.00", await DescribeAsync(path, new() { NoCache = true }, ct), StringComparison.Ordinal);
            await Eventually.BecomesAsync(() => DescribeAsync(path, null, ct), now => now.Contains("\"price\":11.00", StringComparison.Ordinal), TimeSpan.FromSeconds(1), "the new price");
        }
    }

    [Fact]
    public async Task Staff_see_what_they_have_changed_at_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var goods = await Goods.AddAsync(shop.Database, ct, ("Гвоздь", 10m, 5));
        var path = $"/api/products/{goods.Ids[0]}";
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => DescribeAsync(path, null, ct)));

        using var changed = await staff.Api.PatchAsJsonAsync(path, new { price = 12 }, ct);

        Assert.Contains("\"price\":12.00", await DescribeAsync(path, null, ct), StringComparison.Ordinal);
    }

    async Task<string> DescribeAsync(string path, CacheControlHeaderValue? cache, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.CacheControl = cache;
        using var response = await shop.Api.SendAsync(request, ct);
        string[] names = ["X-Total-Count", "Link", "ETag"];
        var headers = names.Select(name => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "");
        return $"{(int)response.StatusCode} {response.Content.Headers.ContentType} {string.Join(' ', headers)} {await response.Content.ReadAsStringAsync(ct)}";
    }
}
