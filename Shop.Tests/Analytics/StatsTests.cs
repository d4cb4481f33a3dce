using System.Globalization;
using System.Text.Json.Nodes;
using Shop.Analytics;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Analytics;

/// <summary>Each test uses days of its own in the distant past.</summary>
public class StatsTests(ShopFixture shop)
{
    static int s_days;

    [Fact]
    public async Task Statistics_are_the_same_before_and_after_the_roll_up()
    {
        var ct = TestContext.Current.CancellationToken;
        var (day, goods) = (NewDays(), await Goods.AddAsync(shop.Database, ct, ("Чайник", 10m, 5), ("Кружка", 20m, 5)));
        await new EventStore(shop.Database).AddAsync(
        [
            NewEvent(day, "page_view", "anna", goods.Ids[0]),
            NewEvent(day, "page_view", "anna", goods.Ids[1]),
            NewEvent(day, "page_view", "boris"),
            NewEvent(day, "add_to_cart", "anna", goods.Ids[0]),
            NewEvent(day, "search", "boris"),
            NewEvent(day, "purchase", "boris", goods.Ids[0]),
            NewEvent(day.AddDays(1), "page_view", "anna", goods.Ids[0])
        ], ct);
        await AddPaidOrderAsync(day, goods.Ids[0], 3, 30m, ct);

        var fresh = await StatsAsync(day, ct);
        await RollUpAsync(ct);
        var rolled = await StatsAsync(day, ct);
        await RollUpAsync(ct);

        Assert.True(JsonNode.DeepEquals(fresh, rolled), $"{fresh}\n{rolled}");
        Assert.True(JsonNode.DeepEquals(fresh, await StatsAsync(day, ct)));
        Assert.Equal(
            (4, 2, 1, 1),
            (
                (int)fresh["page_views"]!,
                (int)fresh["unique_visitors"]!,
                (int)fresh["add_to_carts"]!,
                (int)fresh["searches"]!));
        // A purchase reported by a client does not count.
        Assert.Equal(
            (1, 30m, 0.5m),
            ((int)fresh["purchases"]!, (decimal)fresh["revenue"]!, (decimal)fresh["conversion_rate"]!));
        Assert.Equal(
            [(Text(day), 3, 2), (Text(day.AddDays(1)), 1, 1)],
            fresh["by_day"]!.AsArray().Select(
                one => ((string)one!["date"]!, (int)one["page_views"]!, (int)one["unique_visitors"]!)));
        var top = fresh["top_products"]!.AsArray();
        Assert.Equal(
            [("Чайник", 2, 3, 30m), ("Кружка", 1, 0, 0m)],
            top.Select(product => (
                (string)product!["name"]!,
                (int)product["page_views"]!,
                (int)product["sold"]!,
                (decimal)product["revenue"]!)));
    }

    [Fact]
    public async Task Rolled_up_and_newer_events_are_added_up()
    {
        var ct = TestContext.Current.CancellationToken;
        var (day, product) = (NewDays(), Guid.CreateVersion7());
        var events = new EventStore(shop.Database);

        for (var round = 1; round <= 3; round++)
        {
            await events.AddAsync(
                [NewEvent(day, "page_view", "anna", product), NewEvent(day, "page_view", $"guest {round}")], ct);
            var stats = await StatsAsync(day, ct);
            Assert.Equal((2 * round, 1 + round), ((int)stats["page_views"]!, (int)stats["unique_visitors"]!));
            Assert.Equal(round, (int)Assert.Single(stats["top_products"]!.AsArray())!["page_views"]!);
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RollUpAsync(ct)));
        }
    }

    [Fact]
    public async Task An_IP_address_is_one_visitor_per_day_and_distinct_from_an_equal_visitor_id()
    {
        var ct = TestContext.Current.CancellationToken;
        // In the future, because the workers do not delete the salts of future days.
        var (day, product) = (NewDays().AddYears(100), Guid.CreateVersion7());
        var address = $"192.0.2.{day.DayNumber % 256} {product}";
        VisitorEvent On(DateOnly date, bool isAddress) =>
            NewEvent(date, "page_view", address, product) with { IsAddress = isAddress };

        // Two replicas see the address, one of them on two days. The same text is also a visitor id.
        await new EventStore(shop.Database).AddAsync([On(day, true), On(day.AddDays(1), true), On(day, true)], ct);
        await new EventStore(shop.Database).AddAsync([On(day, true), On(day, false)], ct);

        Assert.Equal("3 2", await shop.Database.ScalarAsync<string>(
            $"""
            select concat_ws(' ', count(distinct visitor), count(distinct visitor) filter (where day = {day}))
            from analytics.events where product_id = {product}
            """, ct));
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-13-01", "from")]
    [InlineData("from=2026-02-02&to=2026-02-01", "from")]
    [InlineData("from=2020-01-01&to=2026-01-01", "from")]
    [InlineData("to=0", "to")]
    [InlineData("to=0001-01-01", "to")]
    public async Task Invalid_dates_are_named(string query, string field)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Admin.GetAsync($"/api/analytics/stats?{query}", ct);

        Assert.Equal([field], (await response.ProblemAsync(System.Net.HttpStatusCode.BadRequest, ct)).Fields());
    }

    [Fact]
    public async Task Statistics_are_for_staff_and_cover_the_last_30_days_by_default()
    {
        var ct = TestContext.Current.CancellationToken;
        var (support, staff) = (await Customers.SupportAsync(shop, ct), await Customers.StaffAsync(shop, ct));

        using var refused = await support.Api.GetAsync("/api/analytics/stats", ct);
        await refused.ProblemAsync(System.Net.HttpStatusCode.Forbidden, ct);
        var stats = await staff.Api.GetJsonAsync("/api/analytics/stats", ct);
        var first = DateOnly.Parse((string)stats["from"]!, CultureInfo.InvariantCulture);
        var last = DateOnly.Parse((string)stats["to"]!, CultureInfo.InvariantCulture);
        Assert.Equal(29, last.DayNumber - first.DayNumber);
        var empty = await staff.Api.GetJsonAsync("/api/analytics/stats?from=1999-01-01T00:00:00Z&to=1999-01-31", ct);
        Assert.Equal(
            (0, 0m, 0),
            ((int)empty["unique_visitors"]!, (decimal)empty["conversion_rate"]!, empty["by_day"]!.AsArray().Count));
    }

    static DateOnly NewDays() => new DateOnly(2001, 1, 1).AddDays(10 * Interlocked.Increment(ref s_days));

    static VisitorEvent NewEvent(DateOnly day, string type, string visitor, Guid? product = null) =>
        new(new(day, new(12, 0), TimeSpan.Zero), type, visitor, false, product, 1, "{}");

    static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    async Task<JsonObject> StatsAsync(DateOnly day, CancellationToken ct) =>
        (await shop.Admin.GetJsonAsync($"/api/analytics/stats?from={Text(day)}&to={Text(day.AddDays(2))}", ct))
            .AsObject();

    async Task RollUpAsync(CancellationToken ct)
    {
        while (await new StatsStore(shop.Database).RollUpAsync(1000, ct) > 0)
        {
        }
    }

    Task<int> AddPaidOrderAsync(DateOnly day, Guid product, int quantity, decimal amount, CancellationToken ct) =>
        shop.Database.ExecuteAsync(
            $"""
            insert into analytics.events (at, type, product_id, quantity, amount) values
                ({new DateTimeOffset(day, new(13, 0), TimeSpan.Zero)}, 'order', null, 1, {amount}),
                ({new DateTimeOffset(day, new(13, 0), TimeSpan.Zero)}, 'sold', {product}, {quantity}, {amount})
            """, ct);
}
