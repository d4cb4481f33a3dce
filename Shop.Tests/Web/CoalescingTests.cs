using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Shop.Catalog;

namespace Shop.Tests.Web;

/// <summary>Many concurrent visitors of one page: the site requests once what is the same for all of them.</summary>
public sealed class CoalescingTests : IAsyncLifetime
{
    static readonly Guid Id = Guid.CreateVersion7();
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);

    readonly ConcurrentBag<(string Path, string? Bearer, string? Cart)> _asked = [];
    volatile string _name = "Лампа <первая>";
    volatile int _code = 200;
    volatile Task _mayAnswer = Task.CompletedTask;
    FakeApi _api = null!;
    HostProcess _site = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await FakeApi.StartAsync(AnswerAsync, TestContext.Current.CancellationToken);
        _site = await _api.SiteAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/catalog?category=books")]
    [InlineData("/products/")]
    public async Task Concurrent_visitors_share_responses(string path)
    {
        var ct = TestContext.Current.CancellationToken;
        path = path == "/products/" ? path + Id : path;
        using var first = new Visitor(_site.Address);
        var alone = await first.VisitAsync(path, ct);
        var before = _asked.Count;

        var pages = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            using var visitor = new Visitor(_site.Address);
            return await visitor.VisitAsync(path, ct);
        }));

        Assert.InRange(_asked.Count - before, 1, 150);
        Assert.All(pages, page => Assert.Equal(Common(alone), Common(page)));
        Assert.All(_asked, call => Assert.Equal((null, null), (call.Bearer, call.Cart)));
    }

    [Fact]
    public async Task Each_visitor_gets_their_own_language_and_form_token()
    {
        var ct = TestContext.Current.CancellationToken;
        var pages = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            using var visitor = new Visitor(_site.Address) { Language = i % 2 == 0 ? "ru" : "en" };
            return (IsEnglish: i % 2 == 1, Page: await visitor.VisitAsync("/catalog", ct));
        }));

        Assert.All(
            pages,
            seen =>
            {
                Assert.True(seen.Page.Has(seen.IsEnglish ? "Add to cart" : "В корзину"), seen.Page.Html);
                Assert.False(seen.Page.Has(seen.IsEnglish ? "В корзину" : "Add to cart"));
            });
        Assert.Equal(
            pages.Length,
            pages.Select(seen => seen.Page.Form("action=\"/cart/items\"").Fields["__RequestVerificationToken"])
                .Distinct()
                .Count());
    }

    [Fact]
    public async Task Visitors_who_leave_do_not_cancel_the_request_of_others()
    {
        const int Half = 50;
        var ct = TestContext.Current.CancellationToken;
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var answered = new TaskCompletionSource();
        _mayAnswer = answered.Task;
        var leave = VisitAsync(leaving.Token);
        // The ninth call is the one that the others wait for.
        await Eventually.WaitUntilTrueAsync(() => _asked.Count >= 9, WaitLimit, "the first visitors ask the API");
        var stay = VisitAsync(ct);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leave);
        answered.SetResult();

        Assert.All(await stay, page => Assert.Equal(HttpStatusCode.OK, page.Status));
        Assert.InRange(_asked.Count, 9, 2 * Half * 3 / 4);

        Task<Page[]> VisitAsync(CancellationToken until) => Task.WhenAll(Enumerable.Range(0, Half).Select(async _ =>
        {
            using var visitor = new Visitor(_site.Address);
            return await visitor.VisitAsync($"/products/{Id}", until);
        }));
    }

    [Fact]
    public async Task Changes_and_recoveries_are_visible_under_constant_load()
    {
        var ct = TestContext.Current.CancellationToken;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var crowd = Enumerable.Range(0, 16).Select(_ => StayAsync(over.Token)).ToList();
        using var visitor = new Visitor(_site.Address);
        await SeesAsync("Лампа <первая>");

        _name = "Лампа & вторая";
        await SeesAsync("Лампа & вторая");
        _code = 404;
        await Eventually.WaitUntilAsync(
            async () => (await visitor.VisitAsync($"/products/{Id}", ct)).Status,
            status => status == HttpStatusCode.NotFound, WaitLimit, "the product is gone");
        _code = 200;
        await SeesAsync("Лампа & вторая");

        await over.CancelAsync();
        await Task.WhenAll(crowd);

        Task SeesAsync(string name) =>
            Eventually.WaitUntilAsync(
                async () =>
                    (await visitor.VisitAsync("/", ct)).Has(name)
                    && (await visitor.VisitAsync($"/products/{Id}", ct)).Has(name),
                isSeen => isSeen,
                WaitLimit,
                $"pages show {name}");
    }

    async Task StayAsync(CancellationToken over)
    {
        using var visitor = new Visitor(_site.Address);
        try
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
                await visitor.VisitAsync(i % 2 == 0 ? "/" : $"/products/{Id}", over);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
        }
    }

    // Everything but the antiforgery token, which no two visitors share.
    static string Common(Page page) =>
        Regex.Replace(page.Html, "name=\"__RequestVerificationToken\" value=\"[^\"]*\"", "");

    async Task AnswerAsync(HttpContext http)
    {
        _asked.Add((http.Request.Path, http.Request.Headers.Authorization, http.Request.Headers["X-Cart-Id"]));
        var product = new Product(Id, _name, "Светит.", 100.50m, "LMP-1", "Books", "books", 7, null, "{}", 4.5m);
        http.Response.Headers["X-Total-Count"] = "1";
        await _mayAnswer;
        var (status, body) = http.Request.Path.Value switch
        {
            "/api/categories" => (
                200,
                JsonSerializer.Serialize([new Category(Id, "Книги", "books", 1)], CatalogJson.Default.ListCategory)),
            "/api/products" => (200, JsonSerializer.Serialize([product], CatalogJson.Default.ListProduct)),
            _ when _code == 200 => (200, JsonSerializer.Serialize(product, CatalogJson.Default.Product)),
            _ => (_code, "{}")
        };
        await http.AnswerAsync(status, body);
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _api.DisposeAsync();
    }
}
