using System.Net.Http.Json;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Pilot;

/// <summary>In which order lists are, and what they show besides the reports themselves.</summary>
public class ReportListTests(ShopFixture shop)
{
    [Fact]
    public async Task A_list_begins_with_the_newest_the_most_frequent_or_the_worst()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var word = $"w{Guid.CreateVersion7():N}";
        var frequent = await shop.GroupAsync($"{word} frequent", ct, count: 70);
        var worst = await shop.ReportAsync(ct, $"{word} worst", severity: "critical");
        var newest = await shop.ReportAsync(ct, $"{word} newest", severity: "low");

        Assert.Equal([newest, worst, frequent], await ListAsync(""));
        Assert.Equal([frequent, newest, worst], await ListAsync("&sort=count"));
        Assert.Equal([worst, frequent, newest], await ListAsync("&sort=severity"));

        async Task<IEnumerable<Guid>> ListAsync(string sort) =>
            from report in (await support.Api.GetJsonAsync($"{Reports.Path}?search={word}{sort}", ct)).AsArray()
            select (Guid)report!["id"]!;
    }

    [Fact]
    public async Task A_report_has_the_counts_of_the_last_seven_days()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var (group, own) = (await shop.GroupAsync("Trend", ct, count: 12), await shop.ReportAsync(ct, "Trend"));
        await shop.Database.ExecuteAsync(
            $"""
            insert into pilot.report_hours (report_id, hour, count)
            select {group}, date_trunc('day', now() at time zone 'utc') at time zone 'utc' - make_interval(days => d), d
            from unnest(array[2, 6, 7]) d
            """,
            ct);

        Assert.Equal([6, 0, 0, 0, 2, 0, 12], await TrendAsync(group));
        Assert.Equal([0, 0, 0, 0, 0, 0, 1], await TrendAsync(own));

        async Task<IEnumerable<long>> TrendAsync(Guid id) =>
            (await support.Api.ReportOfAsync(id, ct))["trend"]!.AsArray().Select(count => (long)count!);
    }

    [Fact]
    public async Task The_average_rating_is_that_of_all_messages()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        var support = await Customers.SupportAsync(shop, ct);
        foreach (var rating in (int?[])[2, null])
            (await customer.Api.PostAsJsonAsync("/api/feedback", new { message = "Так", rating }, ct)).Dispose();

        var ratings = await support.Api.GetJsonAsync("/api/feedback/ratings", ct);

        var counts = ratings["by_rating"]!.AsArray()
            .ToDictionary(row => (int)row!["rating"]!, row => (long)row!["count"]!);
        Assert.True(counts[2] > 0);
        Assert.Equal(counts.Values.Sum(), (long)ratings["count"]!);
        Assert.Equal(
            (double)counts.Sum(row => row.Key * row.Value) / counts.Values.Sum(), (double)ratings["average"]!, 0.01);
    }
}
