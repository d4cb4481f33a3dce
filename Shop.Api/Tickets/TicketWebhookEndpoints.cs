using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Tickets.Import;
using Shop.Tickets.QTickets;

namespace Shop.Api.Tickets;

/// <summary>Webhooks of QTickets. A shop without a secret for them has no route.</summary>
static class TicketWebhookEndpoints
{
    const int MaxBodySize = 2 << 20;

    public static void MapTicketWebhooks(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider.GetRequiredService<IServiceProviderIsService>();
        if (!services.IsService(typeof(QTicketsWebhook)))
            return;
        routes.MapGroup("/api/tickets/webhooks").WithTags("Tickets").ProducesProblem(401)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodySize))
            .MapPost("/qtickets", QTickets);
    }

    /// <response code="401">The signature is not QTickets'.</response>
    internal static async Task<Results<Ok, UnauthorizedHttpResult>> QTickets(
        HttpContext http, QTicketsWebhook webhook, TicketWebhooks tickets, CancellationToken ct)
    {
        using var read = new MemoryStream();
        await http.Request.Body.CopyToAsync(read, ct);
        var body = read.ToArray();
        var headers = http.Request.Headers;
        if (!webhook.IsTrusted(headers["X-Signature"], body))
            return TypedResults.Unauthorized();
        if (headers["X-Model-Name"] == QTicketsWebhook.Model)
            await tickets.ReceiveAsync(body, headers["X-Event-Type"].ToString(), ct);
        return TypedResults.Ok();
    }
}
