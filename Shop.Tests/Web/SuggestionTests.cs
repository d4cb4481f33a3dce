using System.Net;
using System.Text.RegularExpressions;
using Shop.Tests.Catalog;

namespace Shop.Tests.Web;

public class SuggestionTests(ShopFixture shop)
{
    [Fact]
    public async Task Typing_suggests_matching_products_with_links()
    {
        var ct = TestContext.Current.CancellationToken;
        var word = $"жж{Guid.CreateVersion7():N}";
        var goods = await Goods.AddAsync(
            shop.Database,
            ct,
            [.. Enumerable.Range(1, 8).Select(i => ($"{word} <b>{i}", 1234.5m, i % 2))]);
        using var visitor = new Visitor(shop);

        var part = await visitor.VisitAsync($"/suggest?search={Uri.EscapeDataString(word[..30])}", ct);

        Assert.Equal(HttpStatusCode.OK, part.Status);
        Assert.Equal(
            "private, max-age=30",
            part.Headers.CacheControl!.ToString()
                .Replace("max-age=30, private", "private, max-age=30", StringComparison.Ordinal));
        var options = Regex.Matches(
            part.Html,
            "<li id=\"suggestion-(\\d)\" role=\"option\" aria-selected=\"false\" "
                + "data-href=\"/products/([^\"]*)\"><span>(.*?)</span>");
        Assert.Equal(6, options.Count);
        Assert.Equal(["0", "1", "2", "3", "4", "5"], options.Select(option => option.Groups[1].Value));
        Assert.All(options, option => Assert.Contains(Guid.Parse(option.Groups[2].Value), goods.Ids));
        Assert.Contains("&lt;b&gt;", options[0].Groups[3].Value, StringComparison.Ordinal);
        Assert.True(part.Has("1\u00A0234,50\u00A0₽"));
        Assert.DoesNotContain("<html", part.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ч")]
    [InlineData("%20%20ч%20")]
    [InlineData("such a word is in no name")]
    [InlineData("a%00b")]
    public async Task Without_a_match_the_list_is_empty(string search)
    {
        using var visitor = new Visitor(shop);

        var part = await visitor.VisitAsync($"/suggest?search={search}", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, ""), (part.Status, part.Html.Trim()));
    }

    [Fact]
    public async Task Without_a_script_the_search_is_a_form()
    {
        using var visitor = new Visitor(shop);

        var page = await visitor.VisitAsync("/", TestContext.Current.CancellationToken);

        Assert.Matches(
            "<form class=\"find\" action=\"/catalog\" role=\"search\">.*?<ul id=\"suggestions\"[^>]* hidden></ul>",
            page.Html.Replace('\n', ' '));
        Assert.DoesNotContain("combobox", page.Html, StringComparison.Ordinal);
    }
}
