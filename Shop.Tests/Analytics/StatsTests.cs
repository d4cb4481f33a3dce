using System.Globalization;
using System.Text.Json.Nodes;
using Shop.Analytics;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Analytics;

/// <summary>Each test has days of its own, long ago.</summary>
public class StatsTests(ShopFixture shop)
{
    static int s_days;

    [Fact]
    public async Task Figures_are_the_same_before_and_after_they_are_rolled_up()
    {
        var ct = TestContext.Current.CancellationToken;
        var (day, goods) = (NewDays(), await Goods.AddAsync(shop.Database, ct, ("Чайник", 10m, 5), ("Кружка", 20m, 5)));
        await new EventStore(shop.Database).AddAsync(
        [
            Happened(day, "page_view", "anna", goods.Ids[0]), Happened(day, "page_view", "anna", goods.Ids[1]), Happened(day, "page_view", "boris"),
            Happened(day, "add_to_cart", "anna", goods.Ids[0]), Happened(day, "search", "boris"), Happened(day, "purchase", "boris", goods.Ids[0]),
            Happened(day.AddDays(1), "page_view", "anna", goods.Ids[0])
        ], ct);
        await PaidAsync(day, goods.Ids[0], 3, 30m, ct);

        var fresh = await StatsAsync(day, ct);
        await RollUpAsync(ct);
        var rolled = await StatsAsync(day, ct);
        await RollUpAsync(ct);

        Assert.True(JsonNode.DeepEquals(fresh, rolled), $"{fresh}\n{rolled}");
        Assert.True(JsonNode.DeepEquals(fresh, await StatsAsync(day, ct)));
        Assert.Equal((4, 2, 1, 1), ((int)fresh["page_views"]!, (int)fresh["unique_visitors"]!, (int)fresh["add_to_carts"]!, (int)fresh["searches"]!));
        // What a client calls a purchase is none.
        Assert.Equal((1, 30m, 0.5m), ((int)fresh["purchases"]!, (decimal)fresh["revenue"]!, (decimal)fresh["conversion_rate"]!));
        Assert.Equal([(Text(day), 3, 2), (Text(day.AddDays(1)), 1, 1)],
            fresh["by_day"]!.AsArray().Select(one => ((string)one!["date"]!, (int)one["page_views"]!, (int)one["unique_visitors"]!)));
        var top = fresh["top_products"]!.AsArray();
        Assert.Equal([("Чайник", 2, 3, 30m), ("Кружка", 1, 0, 0m)],
            top.Select(product => ((string)product!["name"]!, (int)product["page_views"]!, (int)product["sold"]!, (decimal)product["revenue"]!)));
    }

    [Fact]
    public async Task What_is_rolled_up_and_what_came_since_are_added()
    {
        var ct = TestContext.Current.CancellationToken;
        var (day, product) = (NewDays(), Guid.CreateVersion7());
        var events = new EventStore(shop.Database);

        for (var round = 1; round <= 3; round++)
        {
            await events.AddAsync([Happened(day, "page_view", "anna", product), Happened(day, "page_view", $"guest {round}")], ct);
            var stats = await StatsAsync(day, ct);
            Assert.Equal((2 * round, 1 + round), ((int)stats["page_views"]!, (int)stats["unique_visitors"]!));
            Assert.Equal(round, (int)Assert.Single(stats["top_products"]!.AsArray())!["page_views"]!);
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RollUpAsync(ct)));
        }
    }

    [Fact]
    public async Task Events_older_than_a_month_are_deleted_and_stay_in_the_figures()
    {
        var ct = TestContext.Current.CancellationToken;
        var (day, product) = (NewDays(), Guid.CreateVersion7());
        await new EventStore(shop.Database).AddAsync([.. Enumerable.Repeat(Happened(day, "page_view", "anna", product), 5)], ct);
        await RollUpAsync(ct);

        await new StatsStore(shop.Database).ForgetAsync(TimeSpan.FromDays(30), 2, ct);

        Assert.Equal(0, await shop.Database.ScalarAsync<long>($"select count(*) from analytics.events where product_id = {product}", ct));
        Assert.Equal(5, (int)(await StatsAsync(day, ct))["page_views"]!);
    }

    [Fact]
    public async Task An_address_is_a_visitor_for_a_day_and_cannot_be_told_from_what_is_stored()
    {
        var ct = TestContext.Current.CancellationToken;
        // In the future, whose salts the workers leave alone.
        var (day, product) = (NewDays().AddYears(100), Guid.CreateVersion7());
        var address = $"192.0.2.{day.DayNumber % 256} {product}";
        VisitorEvent On(DateOnly date, bool isAddress) => Happened(date, "page_view", address, product) with { IsAddress = isAddress };

        // Two replicas see the visitor, one of them on two days; a third time the same text is an id of the visitor's own.
        await new EventStore(shop.Database).AddAsync([On(day, true), On(day.AddDays(1), true), On(day, true)], ct);
        await new EventStore(shop.Database).AddAsync([On(day, true), On(day, false)], ct);

        Assert.Equal("3 2", await shop.Database.ScalarAsync<string>(
            $"""
            select concat_ws(' ', count(distinct visitor), count(distinct visitor) filter (where day = {day})) from analytics.events where product_id = {product}
            """, ct));
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-13-01", "from")]
    [InlineData("from=2026-02-02&to=2026-02-01", "from")]
    [InlineData("from=2020-01-01&to=2026-01-01", "from")]
    [InlineData("to=0", "to")]
    [InlineData("to=0001-01-01", "to")]
    public async Task Dates_that_cannot_be_are_named(string query, string field)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Admin.GetAsync($"/api/analytics/stats?{query}", ct);

        Assert.Equal([field], (await response.ProblemAsync(System.Net.HttpStatusCode.BadRequest, ct)).Fields());
    }

    [Fact]
    public async Task Figures_are_the_staffs_and_of_the_last_30_days_unless_asked_otherwise()
    {
        var ct = TestContext.Current.CancellationToken;
        var (support, staff) = (await Customers.SupportAsync(shop, ct), await Customers.StaffAsync(shop, ct));

        using var refused = await support.Api.GetAsync("/api/analytics/stats", ct);
        await refused.ProblemAsync(System.Net.HttpStatusCode.Forbidden, ct);
        var stats = await staff.Api.GetJsonAsync("/api/analytics/stats", ct);
        Assert.Equal(29, DateOnly.Parse((string)stats["to"]!, CultureInfo.InvariantCulture).DayNumber - DateOnly.Parse((string)stats["from"]!, CultureInfo.InvariantCulture).DayNumber);
        var empty = await staff.Api.GetJsonAsync("/api/analytics/stats?from=1999-01-01T00:00:00Z&to=1999-01-31", ct);
        Assert.Equal((0, 0m, 0), ((int)empty["unique_visitors"]!, (decimal)empty["conversion_rate"]!, empty["by_day"]!.AsArray().Count));
    }

    static DateOnly NewDays() => new DateOnly(2001, 1, 1).AddDays(10 * Interlocked.Increment(ref s_days));

    static VisitorEvent Happened(DateOnly day, string type, string visitor, Guid? product = null) =>
        new(new(day, new(12, 0), TimeSpan.Zero), type, visitor, false, product, 1, "{}");

    static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    async Task<JsonObject> StatsAsync(DateOnly day, CancellationToken ct) =>
        (await shop.Admin.GetJsonAsync($"/api/analytics/stats?from={Text(day)}&to={Text(day.AddDays(2))}", ct)).AsObject();

    async Task RollUpAsync(CancellationToken ct)
    {
        while (await new StatsStore(shop.Database).RollUpAsync(1000, ct) > 0)
        {
        }
    }

    Task<int> PaidAsync(DateOnly day, Guid product, int quantity, decimal amount, CancellationToken ct) => shop.Database.ExecuteAsync(
        $"""
        insert into analytics.events (at, type, product_id, quantity, amount) values
            ({new DateTimeOffset(day, new(13, 0), TimeSpan.Zero)}, 'order', null, 1, {amount}),
            ({new DateTimeOffset(day, new(13, 0), TimeSpan.Zero)}, 'sold', {product}, {quantity}, {amount})
        """, ct);
}
