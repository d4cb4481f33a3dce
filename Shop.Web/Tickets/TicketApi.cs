using System.Globalization;
using Shop.Tickets.Freshness;
using Shop.Tickets.Jobs;
using Shop.Tickets.Marts;
using Shop.Tickets.Plans;
using Shop.Web.Http;
using Shop.Web.Staff;

namespace Shop.Web.Tickets;

/// <summary>The sales of tickets, their plans and the runs that bring them.</summary>
sealed class TicketApi(ShopApiClient api, TimeProvider time)
{
    public static readonly int[] Periods = [7, 30, 90, 365];
    const int Usual = 30;
    const int MostRows = 100;
    const string Root = "/api/tickets";

    static readonly TicketsJson Json = TicketsJson.Default;
    static readonly TimeSpan Moscow = TimeSpan.FromHours(3);

    /// <summary>A number of days in the address that is not offered is the usual one.</summary>
    public static int DaysOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && Periods.Contains(days)
            ? days
            : Usual;

    /// <summary>2026-11; without one, it is this month.</summary>
    public DateOnly MonthOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            && month.Year is >= 2000 and < 2099
            ? month
            : new(Today.Year, Today.Month, 1);

    DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().ToOffset(Moscow).DateTime);

    public async Task<SalesOverview> OverviewAsync(int days, long? ofEvent, CancellationToken ct) =>
        await api.GetAsync(
            $"{Root}/overview?days={days}{(ofEvent is null ? "" : $"&event_id={ofEvent}")}", Json.SalesOverview, ct)
        ?? throw new ShopException(ErrorCode.NotFound, "The sales were not found.");

    public async Task<List<PlanFact>> PlansAsync(DateOnly month, CancellationToken ct) =>
        await api.GetAsync($"{Root}/plans?month={month:yyyy-MM}", Json.ListPlanFact, ct) ?? [];

    public Task<PagedList<TicketRefunds>> RefundsAsync(int days, string? page, CancellationToken ct) =>
        api.ListAsync($"{Root}/refunds", Json.ListTicketRefunds, page, ct, Period(days));

    public Task<PagedList<AdvertisingReturn>> AdvertisingAsync(int days, string? page, CancellationToken ct) =>
        api.ListAsync($"{Root}/advertising", Json.ListAdvertisingReturn, page, ct, Period(days));

    public async Task<FreshnessReport> FreshnessAsync(CancellationToken ct) =>
        await api.GetAsync($"{Root}/freshness", Json.FreshnessReport, ct)
        ?? new(FreshnessStatus.Ok, time.GetUtcNow(), []);

    public Task<PagedList<JobRun>> RunsAsync(string? job, string? page, CancellationToken ct) =>
        api.ListAsync($"{Root}/runs", Json.ListJobRun, page, ct, ("job", job));

    public Task RunAsync(CancellationToken ct) => api.SendAsync(HttpMethod.Post, $"{Root}/runs", ct);

    public Task<RowsSaved> SaveAsync(TicketPlan plan, CancellationToken ct) => api.SendAsync(
        HttpMethod.Put, $"{Root}/plans", new([plan]), Json.PlansRequest, Json.RowsSaved, ct);

    public Task<RowsSaved> SaveAsync(AdvertisingCost cost, CancellationToken ct) => api.SendAsync(
        HttpMethod.Put, $"{Root}/advertising", new([cost]), Json.AdvertisingRequest, Json.RowsSaved, ct);

    /// <summary>A table of plans or of advertising.</summary>
    public Task<RowsSaved> ImportAsync(string what, string csv, CancellationToken ct) => api.SendAsync(
        HttpMethod.Post, $"{Root}/{what}/import", new(csv), Json.CsvRequest, Json.RowsSaved, ct);

    /// <summary>All refunds of these days, for a chart.</summary>
    public Task<List<TicketRefunds>> AllRefundsAsync(int days, CancellationToken ct) =>
        AllAsync((page, token) => api.GetCountedAsync(
            $"{Root}/refunds?{Query(days)}&limit={MostRows}&page={page}", Json.ListTicketRefunds, token), ct);

    public Task<List<ShowSales>> AllSalesAsync(int days, CancellationToken ct) =>
        AllAsync((page, token) => api.GetCountedAsync(
            $"{Root}/sales?{Query(days)}&limit={MostRows}&page={page}", Json.ListShowSales, token), ct);

    public Task<List<AdvertisingReturn>> AllAdvertisingAsync(int days, CancellationToken ct) =>
        AllAsync((page, token) => api.GetCountedAsync(
            $"{Root}/advertising?{Query(days)}&limit={MostRows}&page={page}", Json.ListAdvertisingReturn, token), ct);

    static async Task<List<T>> AllAsync<T>(
        Func<int, CancellationToken, Task<CountedResult<List<T>>?>> read, CancellationToken ct)
    {
        var all = new List<T>();
        for (var page = 1; await read(page, ct) is { Value.Count: > 0 } found; page++)
        {
            all.AddRange(found.Value);
            if (all.Count >= found.Total)
                break;
        }
        return all;
    }

    (string, string?)[] Period(int days) =>
        [("from", $"{Today.AddDays(1 - days):yyyy-MM-dd}"), ("to", $"{Today:yyyy-MM-dd}")];

    string Query(int days) => $"from={Today.AddDays(1 - days):yyyy-MM-dd}&to={Today:yyyy-MM-dd}";
}
