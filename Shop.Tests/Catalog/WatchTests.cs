using System.Net;
using System.Net.Http.Json;
using System.Net.Mime;
using System.Text;
using Shop.Database;

namespace Shop.Tests.Catalog;

public class WatchTests(ShopFixture shop)
{
    [Fact]
    public async Task A_repeated_watch_is_accepted_and_stored_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Гамак", 10m, 0));
        var email = $"watch-{goods.Category}@example.com";

        foreach (var spelling in (string[])[email, email.ToUpperInvariant(), email])
        {
            using var response = await shop.Api.PostAsJsonAsync(
                $"/api/products/{goods.Ids[0]}/watch", new { email = spelling }, ct);
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            var watch = (await response.Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonObject>(ct))!;
            Assert.Equal(["product_id", "email"], watch.Select(field => field.Key));
            Assert.Equal(goods.Ids[0], (Guid)watch["product_id"]!);
        }

        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from catalog.watches where product_id = {goods.Ids[0]}", ct));
    }

    [Theory]
    [InlineData("""{"email": "no address"}""")]
    [InlineData("""{"email": ""}""")]
    [InlineData("""{"email": null}""")]
    [InlineData("{}")]
    public async Task An_invalid_address_is_named_under_errors_and_changes_nothing(string body)
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Гамак", 10m, 0));
        using var response = await PostAsync(goods.Ids[0], body, MediaTypeNames.Application.Json, ct);

        Assert.Equal(["email"], (await response.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
        Assert.Equal(
            0,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from catalog.watches where product_id = {goods.Ids[0]}", ct));
    }

    [Theory]
    [InlineData("{", MediaTypeNames.Application.Json, HttpStatusCode.BadRequest)]
    [InlineData("", MediaTypeNames.Application.Json, HttpStatusCode.BadRequest)]
    [InlineData("[]", MediaTypeNames.Application.Json, HttpStatusCode.BadRequest)]
    [InlineData("""{"email": 5}""", MediaTypeNames.Application.Json, HttpStatusCode.BadRequest)]
    [InlineData("""{"email": "a\u0000@example.com"}""", MediaTypeNames.Application.Json, HttpStatusCode.BadRequest)]
    [InlineData("email=a@example.com", MediaTypeNames.Text.Plain, HttpStatusCode.UnsupportedMediaType)]
    public async Task An_unusable_body_is_refused_with_problem_details(string body, string type, HttpStatusCode status)
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Гамак", 10m, 0));
        using var response = await PostAsync(goods.Ids[0], body, type, ct);

        await response.ProblemAsync(status, ct);
        Assert.Equal(
            0,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from catalog.watches where product_id = {goods.Ids[0]}", ct));
    }

    [Fact]
    public async Task A_missing_product_cannot_be_watched()
    {
        var ct = TestContext.Current.CancellationToken;
        var body = """{"email": "a@example.com"}""";
        using var response = await PostAsync(Guid.CreateVersion7(), body, MediaTypeNames.Application.Json, ct);

        await response.ProblemAsync(HttpStatusCode.NotFound, ct);
    }

    Task<HttpResponseMessage> PostAsync(Guid product, string body, string type, CancellationToken ct) =>
        shop.Api.PostAsync(
            new Uri($"/api/products/{product}/watch", UriKind.Relative),
            new StringContent(body, Encoding.UTF8, type),
            ct);
}
