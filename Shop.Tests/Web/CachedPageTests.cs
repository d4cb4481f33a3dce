using System.Net;

namespace Shop.Tests.Web;

/// <summary>Pages whose data is cached for all visitors show each of them their own, and changes soon.</summary>
public sealed class CachedPageTests : IAsyncLifetime
{
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);

    readonly CatalogApiStub _api = new();
    FakeApi _server = null!;
    HostProcess _site = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeApi.StartAsync(_api.AnswerAsync, TestContext.Current.CancellationToken);
        _site = await _server.SiteAsync(TestContext.Current.CancellationToken);
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
    public async Task Changes_and_recoveries_are_visible_under_constant_load()
    {
        var ct = TestContext.Current.CancellationToken;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var crowd = Enumerable.Range(0, 16).Select(_ => StayAsync(over.Token)).ToList();
        using var visitor = new Visitor(_site.Address);
        await SeesAsync(_api.Name);

        _api.Name = "Лампа & вторая";
        await SeesAsync(_api.Name);
        _api.Status = 404;
        await Eventually.WaitUntilAsync(
            async () => (await visitor.VisitAsync($"/products/{CatalogApiStub.Id}", ct)).Status,
            status => status == HttpStatusCode.NotFound, WaitLimit, "the product is gone");
        _api.Status = 200;
        await SeesAsync(_api.Name);

        await over.CancelAsync();
        await Task.WhenAll(crowd);

        Task SeesAsync(string name) =>
            Eventually.WaitUntilAsync(
                async () =>
                    (await visitor.VisitAsync("/", ct)).Has(name)
                    && (await visitor.VisitAsync($"/products/{CatalogApiStub.Id}", ct)).Has(name),
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
                await visitor.VisitAsync(i % 2 == 0 ? "/" : $"/products/{CatalogApiStub.Id}", over);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _server.DisposeAsync();
    }
}
