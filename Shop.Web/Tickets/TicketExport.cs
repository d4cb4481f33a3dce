using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;

namespace Shop.Web.Tickets;

/// <summary>What the pages show, as tables for a spreadsheet. Those of plans and costs can be uploaded again.</summary>
static class TicketExport
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/staff/tickets/export/{what}", Export).RequireAuthorization(nameof(Role.Support));

    static async Task<Results<FileContentHttpResult, NotFound>> Export(
        string what, string? days, string? month, TicketApi tickets, CancellationToken ct)
    {
        var (csv, period) = (new Csv(), TicketApi.DaysOf(days));
        var name = string.Create(CultureInfo.InvariantCulture, $"{what}-{period}d");
        switch (what)
        {
            case "sales":
                csv.Add(
                    "day", "event_id", "event", "show_id", "show_starts_at", "tickets", "revenue", "returned_tickets",
                    "refunded");
                foreach (var row in await tickets.AllSalesAsync(period, ct))
                    csv.Add(
                        row.Day, row.EventId, row.Event, row.ShowId, row.ShowStartsAt, row.Sums.Tickets,
                        row.Sums.Revenue, row.Sums.ReturnedTickets, row.Sums.Refunded);
                break;
            case "refunds":
                csv.Add("day", "event_id", "event", "tickets", "refunded", "withheld");
                foreach (var row in await tickets.AllRefundsAsync(period, ct))
                    csv.Add(row.Day, row.EventId, row.Event, row.Tickets, row.Refunded, row.Withheld);
                break;
            case "advertising":
                csv.Add("utm_source", "utm_medium", "utm_campaign", "tickets", "revenue", "cost", "return_on_cost");
                foreach (var row in await tickets.AllAdvertisingAsync(period, ct))
                    csv.Add(
                        row.UtmSource, row.UtmMedium, row.UtmCampaign, row.Tickets, row.Revenue, row.Cost,
                        row.ReturnOnCost);
                break;
            case "plan":
                var first = tickets.MonthOf(month);
                name = string.Create(CultureInfo.InvariantCulture, $"plan-{first:yyyy-MM}");
                csv.Add("event_id", "month", "tickets", "revenue", "event", "sold_tickets", "sold_revenue");
                foreach (var row in await tickets.PlansAsync(first, ct))
                    csv.Add(
                        row.EventId, $"{row.Month:yyyy-MM}", row.PlannedTickets, row.PlannedRevenue, row.Event,
                        row.Tickets, row.Revenue);
                break;
            default:
                return TypedResults.NotFound();
        }
        return TypedResults.File(csv.ToBytes(), "text/csv", $"tickets-{name}.csv");
    }
}
