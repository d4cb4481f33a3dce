using System.Net;
using System.Net.Http.Json;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Orders;

namespace Shop.Tests.Web;

/// <summary>
/// Replicas of the site, each as if on its own machine: they share only the API and the AppHost's settings.
/// </summary>
public sealed class ReplicaTests(ShopFixture shop) : IAsyncLifetime
{
    static readonly string Key = $"{Guid.CreateVersion7():N}{Guid.CreateVersion7():N}";
    readonly DirectoryInfo _machines = Directory.CreateTempSubdirectory("shop-replicas-");
    readonly List<HostProcess> _replicas = [];

    public async ValueTask InitializeAsync() => await Task.WhenAll(StartAsync(), StartAsync());

    Uri One => _replicas[0].Address;
    Uri Other => _replicas[1].Address;

    [Fact]
    public async Task Forms_and_sessions_of_one_replica_work_on_every_other()
    {
        var ct = TestContext.Current.CancellationToken;
        using var one = new Visitor(One);
        var other = one.At(Other);

        var form = await one.VisitAsync("/register", ct);
        var registered = await other.SubmitAsync(
            form,
            "value=\"register\"",
            ct,
            ("FirstName", "Анна"),
            ("Email", Customers.NewEmail()),
            ("Password", Customers.Password));

        Assert.Equal((HttpStatusCode.OK, "/"), (registered.Status, registered.Path));
        Assert.Equal("/profile", (await one.VisitAsync("/profile", ct)).Path);
        var later = one.At((await StartAsync()).Address);
        var page = await later.VisitAsync("/profile", ct);
        Assert.Equal("/profile", page.Path);
        Assert.Equal(HttpStatusCode.OK, (await one.SubmitAsync(page, "action=\"/logout\"", ct)).Status);
        Assert.StartsWith("/login", (await later.VisitAsync("/profile", ct)).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replicas_that_refresh_a_session_concurrently_keep_it()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        using var one = await SignedInAsync(customer, ct);
        var other = one.At(Other);
        await SessionTests.ExpireAccessTokensAsync(shop, customer.Email, ct);

        var pages = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : other).VisitAsync("/orders", ct)));

        Assert.All(pages, page => Assert.Equal((HttpStatusCode.OK, "/orders"), (page.Status, page.Path)));
        Assert.Equal("/profile", (await one.VisitAsync("/profile", ct)).Path);
        Assert.Equal("/profile", (await other.VisitAsync("/profile", ct)).Path);
        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<long>(
                $"""
                select count(*) from accounts.audit
                where user_id = {customer.Id} and action in ('refreshed', 'refresh_reused')
                """,
                ct));
    }

    [Fact]
    public async Task An_open_order_page_receives_updates_from_any_replica()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        using var one = await SignedInAsync(purchase.Customer, ct);
        var path = OrderEventTests.EventsOf(await one.VisitAsync($"/orders/{order["id"]}", ct));

        using var answer = await one.At(Other).FollowAsync(path, ct);
        await using var events = await OrderEventTests.EventsAsync(answer, ct);
        Assert.Equal("ping", (await OrderEventTests.NextAsync(events)).EventType);
        await purchase.PayAsync(order, ct);
        var paid = await OrderEventTests.NextAsync(events, "state", "Оплачен, собираем|Собран");

        // The connection is gone, and the browser reconnects by itself.
        using var again = await one.FollowAsync(path, ct, paid.EventId);
        await using var more = await OrderEventTests.EventsAsync(again, ct);
        Assert.Equal("ping", (await OrderEventTests.NextAsync(more)).EventType);
        using var cancelled = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/orders/{order["id"]}/cancel", new { }, ct);
        cancelled.EnsureSuccessStatusCode();
        await OrderEventTests.NextAsync(more, "over", "Отменён, деньги возвращены");
    }

    async Task<Visitor> SignedInAsync(Customer customer, CancellationToken ct)
    {
        var visitor = new Visitor(One);
        var home = await visitor.SubmitAsync(
            await visitor.VisitAsync("/login", ct),
            "value=\"login\"",
            ct,
            ("Email", customer.Email),
            ("Password", Customers.Password));
        Assert.Equal((HttpStatusCode.OK, "/"), (home.Status, home.Path));
        return visitor;
    }

    // An empty home directory without keys, and a content root of its own.
    async Task<HostProcess> StartAsync()
    {
        var machine = _machines.CreateSubdirectory($"{Guid.CreateVersion7():N}").FullName;
        var replica = await HostProcess.StartAsync(
            "Shop.Web",
            CancellationToken.None,
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("HOME", machine),
            ("ASPNETCORE_CONTENTROOT", machine),
            ("services__api__http__0", shop.Api.BaseAddress!.ToString()),
            ("Site__Key", Key));
        lock (_replicas)
            _replicas.Add(replica);
        return replica;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
            await replica.DisposeAsync();
        _machines.Delete(recursive: true);
    }
}
