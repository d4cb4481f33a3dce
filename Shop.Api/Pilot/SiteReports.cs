using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Analytics;
using Shop.Api.Analytics;
using Shop.Api.Http;
using Shop.Pilot.Requests;

namespace Shop.Api.Pilot;

/// <summary>Takes what the site has measured, and what its visitors did.</summary>
static class SiteReports
{
    public static void MapSiteReports(this IEndpointRouteBuilder routes) =>
        routes.MapPost(SiteReport.Path, Take).ExcludeFromDescription().DisableHttpMetrics();

    static NoContent Take(SiteReport report, RequestRecorder recorder, EventQueue events)
    {
        foreach (var request in report.Requests)
            recorder.Record(request);
        if (report.Lost > 0)
            recorder.Lose(report.Lost);
        foreach (var visit in report.Visits)
            events.Add(EventOf(visit));
        return TypedResults.NoContent();
    }

    static VisitorEvent EventOf(SiteVisit visit)
    {
        var address = IPAddress.TryParse(visit.Address, out var known)
            ? ClientAddress.Of(known)
            : ClientAddress.Unknown;
        var data = new JsonObject { ["type"] = visit.Type, ["page"] = visit.Page, ["source"] = "site" };
        return new(
            visit.At,
            visit.Type,
            $"{address} {visit.Browser}",
            IsAddress: true,
            visit.ProductId,
            visit.Quantity,
            data.ToJsonString());
    }
}
