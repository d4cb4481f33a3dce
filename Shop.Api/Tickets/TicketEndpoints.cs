using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Http;
using Shop.Audit;
using Shop.Tasks;
using Shop.Tickets.Freshness;
using Shop.Tickets.Import;
using Shop.Tickets.Jobs;
using Shop.Tickets.Marts;
using Shop.Tickets.Plans;

namespace Shop.Api.Tickets;

/// <summary>The marts of ticket sales, and what staff add to them. Days are Moscow days.</summary>
static class TicketEndpoints
{
    const int LongestPeriod = 1100;

    public static void MapTicketSales(this IEndpointRouteBuilder routes)
    {
        var support = routes.MapGroup("/api/tickets").WithTags("Tickets").RequireRole(Role.Support);
        support.MapGet("/overview", Overview);
        support.MapGet("/sales", Sales);
        support.MapGet("/refunds", Refunds);
        support.MapGet("/plans", Plans);
        support.MapGet("/advertising", Advertising);
        support.MapGet("/freshness", Freshness);
        support.MapGet("/runs", Runs);

        var staff = support.MapGroup("").RequireRole(Role.Staff);
        staff.MapPost("/runs", Run);
        staff.MapPut("/plans", SavePlans);
        staff.MapPost("/plans/import", ImportPlans);
        staff.MapPut("/advertising", SaveAdvertising);
        staff.MapPost("/advertising/import", ImportAdvertising);
    }

    public static void AddTicketSales(this IServiceCollection services)
    {
        services.AddTicketMarts();
        services.ConfigureHttpJsonOptions(
            json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, TicketsJson.Default));
    }

    static async Task<Ok<SalesOverview>> Overview(
        SalesQueries sales, CancellationToken ct, [Range(1, 366)] int days = 30,
        [FromQuery(Name = "event_id"), Range(1, long.MaxValue)] long? ofEvent = null) =>
        TypedResults.Ok(await sales.OverviewAsync(days, ofEvent, ct));

    static Task<Ok<List<ShowSales>>> Sales(
        [AsParameters] Paging paging, SalesQueries sales, CancellationToken ct,
        DateOnly? from = null, DateOnly? to = null,
        [FromQuery(Name = "event_id"), Range(1, long.MaxValue)] long? ofEvent = null)
    {
        var (first, last) = Period(from, to, sales);
        return paging.AnswerAsync((page, limit) => sales.SalesAsync(first, last, ofEvent, page, limit, ct));
    }

    static Task<Ok<List<TicketRefunds>>> Refunds(
        [AsParameters] Paging paging, SalesQueries sales, CancellationToken ct,
        DateOnly? from = null, DateOnly? to = null)
    {
        var (first, last) = Period(from, to, sales);
        return paging.AnswerAsync((page, limit) => sales.RefundsAsync(first, last, page, limit, ct));
    }

    static async Task<Ok<List<PlanFact>>> Plans(
        PlanStore plans, SalesQueries sales, CancellationToken ct,
        [RegularExpression(TicketPlan.MonthPattern)] string? month = null) =>
        TypedResults.Ok(await plans.ListAsync(month is null ? MonthOf(sales.Today) : PlanStore.MonthOf(month), ct));

    static Task<Ok<List<AdvertisingReturn>>> Advertising(
        [AsParameters] Paging paging, AdvertisingStore advertising, SalesQueries sales, CancellationToken ct,
        DateOnly? from = null, DateOnly? to = null)
    {
        var (first, last) = Period(from, to, sales);
        return paging.AnswerAsync((page, limit) => advertising.ListAsync(first, last, page, limit, ct));
    }

    static async Task<Ok<FreshnessReport>> Freshness(TicketFreshness freshness, CancellationToken ct) =>
        TypedResults.Ok(await freshness.ReadAsync(ct));

    static Task<Ok<List<JobRun>>> Runs(
        [AsParameters] Paging paging, TicketRuns runs, CancellationToken ct, [NameOf<TicketJob>] string? job = null) =>
        paging.AnswerAsync((page, limit) => runs.ListAsync(EnumNames.Find<TicketJob>(job), page, limit, ct));

    static async Task<Accepted<TaskAccepted>> Run(
        CurrentUser user, HttpContext http, TaskStore tasks, CancellationToken ct)
    {
        var task = await tasks.RequestAsync(
            TicketImport.TaskKind, user.Id, "{}", ct, user.Audit(http, "tickets.import_requested", "tickets"));
        return TypedResults.Accepted($"/api/tasks/{task.TaskId}/status", task);
    }

    /// <param name="request" example='{"plans":[{"event_id":101,"month":"2026-11","tickets":1200,"revenue":1500000}]}'>
    /// The plans that change. A plan of no tickets and no revenue is removed.</param>
    internal static async Task<Ok<RowsSaved>> SavePlans(
        PlansRequest request, CurrentUser user, HttpContext http, PlanStore plans, CancellationToken ct) =>
        TypedResults.Ok(new RowsSaved(await plans.SaveAsync(request.Plans!, ActOf(user, http, "plans"), ct)));

    /// <param name="request" example='{"csv":"event_id,month,tickets,revenue\n101,2026-11,1200,1500000.00\n"}'>
    /// The plans that change, as a table.</param>
    internal static async Task<Ok<RowsSaved>> ImportPlans(
        CsvRequest request, CurrentUser user, HttpContext http, PlanStore plans, CancellationToken ct) =>
        TypedResults.Ok(new RowsSaved(await plans.ImportAsync(request.Csv!, ActOf(user, http, "plans"), ct)));

    /// <param name="request"
    /// example='{"costs":[{"day":"2026-11-20","utm_source":"vk","utm_campaign":"autumn","cost":5000}]}'>
    /// The costs that change. A cost of 0 is removed.</param>
    internal static async Task<Ok<RowsSaved>> SaveAdvertising(
        AdvertisingRequest request, CurrentUser user, HttpContext http, AdvertisingStore advertising,
        CancellationToken ct) =>
        TypedResults.Ok(
            new RowsSaved(await advertising.SaveAsync(request.Costs!, ActOf(user, http, "advertising"), ct)));

    /// <param name="request" example='{"csv":"day,utm_source,utm_campaign,cost\n2026-11-20,vk,autumn,5000.00\n"}'>
    /// The costs that change, as a table.</param>
    internal static async Task<Ok<RowsSaved>> ImportAdvertising(
        CsvRequest request, CurrentUser user, HttpContext http, AdvertisingStore advertising, CancellationToken ct) =>
        TypedResults.Ok(
            new RowsSaved(await advertising.ImportAsync(request.Csv!, ActOf(user, http, "advertising"), ct)));

    static Func<string, NewAuditEntry> ActOf(CurrentUser user, HttpContext http, string what) =>
        detail => user.Audit(http, $"tickets.{what}_changed", "tickets", detail);

    // The last 30 days, unless the caller says which.
    static (DateOnly First, DateOnly Last) Period(DateOnly? from, DateOnly? to, SalesQueries sales)
    {
        var last = to ?? sales.Today;
        var first = from ?? last.AddDays(-Math.Min(29, last.DayNumber));
        return first <= last && last.DayNumber - first.DayNumber < LongestPeriod
            ? (first, last)
            : throw ShopException.Invalid("from", $"must be at most {LongestPeriod} days before to");
    }

    static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);
}
