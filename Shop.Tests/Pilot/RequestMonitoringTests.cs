using System.Globalization;
using System.Net;
using Shop.Database;
using Shop.Pilot.Requests;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;
using Shop.Tests.Web;

namespace Shop.Tests.Pilot;

public class RequestMonitoringTests(ShopFixture shop)
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_request_is_stored_with_its_route_status_statements_trace_and_without_its_user()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        var trace = Guid.CreateVersion7();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/orders/{Guid.CreateVersion7()}");
        request.Headers.Add("traceparent", $"00-{trace:N}-00f067aa0ba902b7-01");
        using var response = await customer.Api.SendAsync(request, ct);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);

        var stored = await Eventually.WaitUntilAsync(
            () => shop.Database.QuerySingleAsync<StoredRequest>(
                $"""
                select t.source, t.method, t.route, r.status, r.statements, r.duration_us, r.sql_us, r.user_hash
                from pilot.requests r join pilot.request_routes t on t.id = r.route_id where r.trace_id = {trace}
                """, ct),
            stored => stored is not null,
            Timeout,
            "the measurement");

        Assert.Equal(
            (RequestSource.Api, "GET", "/api/orders/{id:guid}", 404, 1),
            (stored!.Source, stored.Method, stored.Route, stored.Status, stored.Statements));
        Assert.InRange(stored.SqlTime, 1, stored.Duration);
        Assert.NotNull(stored.User);
        Assert.NotEqual(customer.Id, stored.User);
    }

    [Fact]
    public async Task A_page_is_measured_by_the_site_and_counted_as_a_view_of_its_product()
    {
        var ct = TestContext.Current.CancellationToken;
        var product = (await Goods.AddAsync(shop.Database, ct, ("Чайник", 10m, 5))).Ids[0];
        var traces = new List<Guid>();
        string[] agents =
        [
            "Mozilla/5.0 (X11; Linux x86_64)", "Mozilla/5.0 (compatible; SomeBot/1.0)",
            "Mozilla/5.0 (X11; Linux x86_64) Chrome/141 Shop.Checks"
        ];
        foreach (var agent in agents)
        {
            traces.Add(Guid.CreateVersion7());
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/products/{product}");
            request.Headers.Add("traceparent", $"00-{traces[^1]:N}-00f067aa0ba902b7-01");
            request.Headers.Add("User-Agent", agent);
            using var page = await shop.Web.SendAsync(request, ct);
            page.EnsureSuccessStatusCode();
        }

        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<string>(
                $"""
                select string_agg(t.method || ' ' || t.route || ' ' || r.status, ', ')
                from pilot.requests r join pilot.request_routes t on t.id = r.route_id
                where r.trace_id = any ({traces.ToArray()}) and t.source = 'site'
                """, ct),
            stored => stored == string.Join(", ", traces.Select(_ => "GET /products/{Id:guid} 200")),
            Timeout,
            "the measurements of the pages");
        // They came with the same report. A program is no visitor.
        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<string>(
                $"""
                select string_agg(type || ' ' || (data ->> 'page') || ' ' || (visitor is not null), ', ')
                from analytics.events where product_id = {product}
                """, ct),
            seen => seen == "page_view /products/{Id:guid} true",
            Timeout,
            "the view");
    }

    [Fact]
    public async Task Steps_to_a_purchase_are_counted_for_clients_of_the_api_and_for_the_site()
    {
        var ct = TestContext.Current.CancellationToken;
        var before = await ActionsAsync(ct);
        var purchase = await Purchase.PrepareAsync(shop, ct);
        await purchase.PlacePickupAsync(ct);
        using (var found = await shop.Api.GetAsync($"/api/products?search={Guid.CreateVersion7()}", ct))
            found.EnsureSuccessStatusCode();
        using var shopper = await Shopper.CreateAsync(shop, ct);
        await shopper.Browser.VisitAsync($"/catalog?search={Guid.CreateVersion7()}", ct);
        await shopper.AddToCartAsync(ct);
        await shopper.RegisterAsync(ct);
        await shopper.CheckOutAsync(ct);

        var expected = from source in (string[])["api", "site"]
                       from action in EnumNames.All<UserAction>()
                       select $"{source} {action}";
        await Eventually.WaitUntilAsync(
            () => ActionsAsync(ct),
            now => expected.All(step => now.GetValueOrDefault(step) > before.GetValueOrDefault(step)),
            Timeout,
            "every step from both");
    }

    async Task<Dictionary<string, long>> ActionsAsync(CancellationToken ct)
    {
        var rows = await shop.Database.ScalarAsync<string[]>(
            $"""
            select coalesce(array_agg(source || ' ' || action || ' ' || total), array[]::text[])
            from (select source, action, sum(count) as total from pilot.user_actions group by source, action) a
            """, ct);
        return rows!.Select(row => row.Split(' ')).ToDictionary(
            row => $"{row[0]} {row[1]}", row => long.Parse(row[2], CultureInfo.InvariantCulture));
    }

    sealed record StoredRequest(
        RequestSource Source,
        string Method,
        string Route,
        short Status,
        short Statements,
        int Duration,
        int SqlTime,
        Guid? User) : IRow<StoredRequest>
    {
        public static StoredRequest Read(RowReader row) => new(
            row.Named<RequestSource>(),
            row.Get<string>(),
            row.Get<string>(),
            row.Get<short>(),
            row.Get<short>(),
            row.Get<int>(),
            row.Get<int>(),
            row.Get<Guid?>());
    }
}
