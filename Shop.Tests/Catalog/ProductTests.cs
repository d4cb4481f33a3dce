using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Shop.Database;

namespace Shop.Tests.Catalog;

[Trait("suite", "contract")]
public class ProductTests(ShopFixture shop)
{
    [Fact]
    public async Task A_product_is_the_same_alone_and_in_a_list()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Сито", 120.5m, 8));

        var alone = await shop.Api.GetJsonAsync($"/api/products/{goods.Ids[0]}", ct);
        var listed = (await shop.Api.GetJsonAsync($"/api/products?category={goods.Category}", ct)).AsArray().Single();

        Assert.Equal("120.50", alone["price"]!.ToJsonString());
        Assert.Equal(
            ($"Test {goods.Category}", goods.Category),
            ((string)alone["category"]!, (string)alone["category_slug"]!));
        Assert.True(JsonNode.DeepEquals(listed, alone), alone.ToJsonString());
    }

    [Fact]
    public async Task An_unchanged_product_is_a_304()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Кружка", 300m, 8));
        using var first = await shop.Api.GetAsync($"/api/products/{goods.Ids[0]}", ct);
        var tag = Assert.IsType<EntityTagHeaderValue>(first.Headers.ETag);

        using var unchanged = await GetAsync(goods.Ids[0], $"\"another\", {tag}", ct);
        Assert.Equal(
            (HttpStatusCode.NotModified, ""),
            (unchanged.StatusCode, await unchanged.Content.ReadAsStringAsync(ct)));

        await shop.Database.ExecuteAsync(
            $"update catalog.products set price = 290, version = version + 1 where id = {goods.Ids[0]}", ct);
        using var changed = await GetAsync(goods.Ids[0], tag.ToString(), ct);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag);
    }

    [Theory]
    [InlineData("/api/products/019b76da-0000-7000-8000-00000000dead")]
    [InlineData("/api/products/not-an-id")]
    [InlineData("/api/products/1'%20or%20'1'='1")]
    [InlineData("/api/no-such-thing")]
    public async Task A_missing_resource_is_a_404_with_problem_details(string path)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.GetAsync(path, ct);

        await response.ProblemAsync(HttpStatusCode.NotFound, ct);
    }

    [Fact]
    public async Task A_trailing_slash_does_not_matter()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Ковш", 10m, 1));

        string[] paths =
        [
            "/api/products", $"/api/products/{goods.Ids[0]}", "/api/categories", "/api/products/search",
            "/api/health", "/health", "/alive"
        ];
        foreach (var path in paths)
        {
            using var response = await shop.Api.GetAsync(path + "/", ct);
            Assert.True(response.IsSuccessStatusCode, $"{path}/: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task An_unsupported_method_is_a_405_with_problem_details()
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.DeleteAsync("/api/categories", ct);

        await response.ProblemAsync(HttpStatusCode.MethodNotAllowed, ct);
    }

    async Task<HttpResponseMessage> GetAsync(Guid id, string known, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/products/{id}");
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return await shop.Api.SendAsync(request, ct);
    }
}
