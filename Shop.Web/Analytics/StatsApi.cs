using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Analytics;
using Shop.Web.Http;

namespace Shop.Web.Analytics;

/// <summary>The statistics of a period, and of the period of the same length before it.</summary>
sealed record ComparedStats(Stats Now, Stats Before);

sealed class StatsApi(ShopApiClient api, TimeProvider time)
{
    public static readonly int[] Periods = [7, 30, 90, 365];
    const int Usual = 30;

    /// <summary>A number of days in the address that is not offered is the usual one.</summary>
    public static int DaysOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && Periods.Contains(days)
            ? days
            : Usual;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/staff/analytics/export", Export).RequireAuthorization(nameof(Role.Staff));

    public async Task<ComparedStats> ReadAsync(int days, CancellationToken ct)
    {
        // The API's days are UTC days.
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var before = ReadAsync(today.AddDays(1 - 2 * days), today.AddDays(-days), ct);
        return new(await ReadAsync(today.AddDays(1 - days), today, ct), await before);
    }

    async Task<Stats> ReadAsync(DateOnly from, DateOnly to, CancellationToken ct) =>
        await api.GetAsync(
            $"/api/analytics/stats?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}", AnalyticsJson.Default.Stats, ct)
        ?? throw new ShopException(ErrorCode.NotFound, "The statistics were not found.");

    static async Task<FileContentHttpResult> Export(string? days, StatsApi stats, CancellationToken ct)
    {
        var now = (await stats.ReadAsync(DaysOf(days), ct)).Now;
        var csv = new Csv();
        csv.Add("date", "page_views", "unique_visitors", "add_to_carts", "searches", "purchases", "revenue");
        foreach (var day in now.ByDay)
            csv.Add(
                day.Date, day.PageViews, day.UniqueVisitors, day.AddToCarts, day.Searches, day.Purchases, day.Revenue);
        return TypedResults.File(csv.ToBytes(), "text/csv", $"analytics-{now.From:yyyy-MM-dd}-{now.To:yyyy-MM-dd}.csv");
    }
}
