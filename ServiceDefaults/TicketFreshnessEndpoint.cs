using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Tickets.Freshness;
using Shop.Tickets.Marts;

namespace Microsoft.Extensions.Hosting;

public static class TicketFreshnessEndpoint
{
    const string Path = "/health/freshness";

    /// <summary>
    /// Maps a probe that tells how old ticket sales are, apart from /health: nobody restarts a host because of them.
    /// The status is 503 from an error on, for monitors that read nothing else.
    /// </summary>
    public static void MapTicketFreshness(this WebApplication app, params ReadOnlySpan<string> aliases)
    {
        foreach (var path in (ReadOnlySpan<string>)[Path, .. aliases])
            app.MapGet(path, Read)
                .AllowAnonymous()
                .DisableHttpMetrics()
                .WithTags("Health")
                .Produces<FreshnessReport>()
                .Produces<FreshnessReport>(StatusCodes.Status503ServiceUnavailable);
    }

    static async Task<JsonHttpResult<FreshnessReport>> Read(TicketFreshness freshness, CancellationToken ct)
    {
        var report = await freshness.ReadAsync(ct);
        return TypedResults.Json(
            report,
            TicketsJson.Default.FreshnessReport,
            statusCode: report.Status == FreshnessStatus.Error
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status200OK);
    }
}
