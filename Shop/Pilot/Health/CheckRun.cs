using Microsoft.Extensions.Options;
using Shop.Notifications;
using Shop.Pilot.Alerts;

namespace Shop.Pilot.Health;

/// <summary>Checks the shop from outside and inside, keeps the results, and mails what went down or came up.</summary>
public sealed class CheckRun(
    HealthStore store,
    InsideChecks inside,
    TicketSalesChecks tickets,
    IOptions<CheckOptions> options,
    IOptions<AlertOptions> alerts,
    IOptions<NotificationOptions> notifications,
    TimeProvider time)
{
    public async Task<IReadOnlyList<StateChange>> RunAsync(CancellationToken ct)
    {
        using var http = HealthChecker.NewClient(options.Value.Address ?? notifications.Value.SiteAddress!);
        var outside = await new HealthChecker(http, options.Value, time).RunAsync(ct);
        return await store.RecordAsync(
            [.. outside.Checks, .. await inside.RunAsync(ct), .. await tickets.RunAsync(ct)],
            changes => HealthMail.Insert(changes, alerts.Value.Language),
            ct);
    }
}
