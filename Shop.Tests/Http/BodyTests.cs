using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Http;

/// <summary>Bodies that are JSON and yet make no sense.</summary>
[Trait("suite", "contract")]
public class BodyTests(ShopFixture shop)
{
    const string Calculate = "/api/shipping/calculate";
    const string Destination = """ "destination":{"city":"Тверь","postal_code":"170000"} """;
    const string Address =
        """ "shipping_address":{"first_name":"А","street":"Лесная, 5","city":"Тверь","postal_code":"170000"} """;

    [Theory]
    [InlineData("/api/orders", "{" + Address + ",\"items\":[null]}", "items")]
    [InlineData("/api/orders", "{" + Address + ",\"items\":[{\"quantity\":0}]}", "items[0].quantity")]
    [InlineData("/api/orders", "{" + Address + ",\"items\":[{\"quantity\":1001}]}", "items[0].quantity")]
    [InlineData(Calculate, "{" + Destination + ",\"packages\":[null]}", "packages")]
    [InlineData(Calculate, "{" + Destination + ",\"packages\":[{}]}", "packages[0].weight")]
    [InlineData(Calculate, "{" + Destination + ",\"packages\":[{\"weight\":-1}]}", "packages[0].weight")]
    [InlineData(Calculate, "{" + Destination + ",\"packages\":[{\"weight\":1e9}]}", "packages[0].weight")]
    [InlineData(
        Calculate,
        "{" + Destination + ",\"packages\":[{\"weight\":1,\"dimensions\":{\"length\":-5,\"width\":1,\"height\":1}}]}",
        "packages[0].dimensions.length")]
    public async Task An_invalid_element_of_a_list_is_named(string path, string body, string field)
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        using var content = new StringContent(body, null, "application/json");

        using var response = await customer.Api.PostAsync(path, content, ct);

        Assert.Equal([field], (await response.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
    }

    [Theory]
    [InlineData("/api/analytics/track", """{"type":"search","query":"\ud800"}""")]
    [InlineData("/api/analytics/track", """{"type":"search","\udc00":1}""")]
    [InlineData("/api/analytics/track", """{"type":"search","list":[{"query":"\u0000"}]}""")]
    [InlineData("/api/analytics/track", """{"type":"\ud800"}""")]
    [InlineData("/api/analytics/track", "{\"type\":\"search\",\"query\":\"\u00ff\u00fe\"}")]
    [InlineData("/api/products", """{"name":"a","price":1,"sku":"S-1","quantity":1,"attributes":{"a":"\ud800"}}""")]
    [InlineData("/api/products", """{"name":"a","price":1,"sku":"S-1","quantity":1,"attributes":{"\udc00":1}}""")]
    [InlineData("/api/products", """{"name":"\ud800","price":1,"sku":"S-1","quantity":1}""")]
    public async Task Text_that_is_not_Unicode_is_refused(string path, string body)
    {
        var ct = TestContext.Current.CancellationToken;
        // One byte per character, so that some bodies are not UTF-8.
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await shop.Admin.PostAsync(path, content, ct);

        await response.ProblemAsync(HttpStatusCode.BadRequest, ct);
    }
}
