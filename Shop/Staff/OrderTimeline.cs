using Npgsql;
using Shop.Accounts;
using Shop.Database;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Orders;
using Shop.Payments;
using Shop.Shipping;
using Shop.Tasks;

namespace Shop.Staff;

/// <summary>
/// Something that happened to an order. The kind says what of: step, payment, refund, shipment, parcel, notification, message, handled, letter, task, staff;
/// the title is a name that the kind knows (a provider, a template, a topic, an action), the trace is where the dashboard shows all that belongs to it.
/// </summary>
public sealed record TimelineEntry(
    DateTimeOffset At, string Kind, string Title, string? Status, string? Detail, string? Who, string? Id, string? TraceId) : IRow<TimelineEntry>
{
    public static TimelineEntry Read(NpgsqlDataReader row) => new(
        row.GetFieldValue<DateTimeOffset>(0), row.GetString(1), row.GetString(2), row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7));
}

/// <summary>Everything that is known of an order, wherever it is written down, oldest first. Each module says what it knows; here it becomes one list.</summary>
public sealed class OrderTimeline(NpgsqlDataSource database)
{
    const int Longest = 500;

    public Task<List<TimelineEntry>> OfAsync(Guid order, CancellationToken ct) => database.QueryAsync<TimelineEntry>(
        $"""
        with told as ({OrderDesk.Messages(order)} union all {PaymentDesk.Messages(order)}),
        entries as (
            {OrderDesk.Timeline(order)}
            union all {PaymentDesk.Timeline(order)}
            union all {ShipmentStore.Timeline(order)}
            union all {NotificationStore.Timeline(order)}
            union all {MessageTimeline.Of(Sql.Of($"told"))}
            union all {TaskDesk.Timeline(order)}
            union all {AuditTrail.Timeline(order)}
        )
        select e.at, e.kind, e.title, e.status, e.detail, u.email, e.id, e.trace_id
        from entries e left join {People.Table} u on u.id = e.who
        order by e.at, e.kind <> 'step' limit {Longest}
        """, ct);
}
