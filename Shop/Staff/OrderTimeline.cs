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
/// An event in the history of an order. The kind is one of step, payment, refund, receipt, shipment, parcel,
/// notification, message, handled, letter, task, staff. The title depends on the kind (a provider, a template, a topic,
/// an action). The trace id finds the trace in the dashboard.
/// </summary>
public sealed record TimelineEntry(
    DateTimeOffset At,
    string Kind,
    string Title,
    string? Status,
    string? Detail,
    string? Who,
    string? Id,
    string? TraceId) : IRow<TimelineEntry>
{
    public static TimelineEntry Read(RowReader row) => new(
        row.Get<DateTimeOffset>(),
        row.Get<string>(),
        row.Get<string>(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.TextOrNull());
}

/// <summary>
/// The events of an order from all modules, oldest first. Each module contributes SQL; here it becomes one list.
/// </summary>
public sealed class OrderTimeline(NpgsqlDataSource database)
{
    const int MaxEntries = 500;

    public Task<List<TimelineEntry>> OfAsync(Guid order, CancellationToken ct) => database.QueryAsync<TimelineEntry>(
        $"""
        with messages as ({OrderQueries.Messages(order)} union all {PaymentQueries.Messages(order)}),
        entries as (
            {OrderQueries.Timeline(order)}
            union all {PaymentQueries.Timeline(order)}
            union all {Receipts.Timeline(order)}
            union all {ShipmentStore.Timeline(order)}
            union all {NotificationStore.Timeline(order)}
            union all {MessageTimeline.Of(Sql.Of($"messages"))}
            union all {TaskQueries.Timeline(order)}
            union all {AuditTrail.Timeline(order)}
        )
        select e.at, e.kind, e.title, e.status, e.detail, u.email, e.id, e.trace_id
        from entries e left join {AccountSql.Table} u on u.id = e.who
        order by e.at, e.kind <> 'step' limit {MaxEntries}
        """, ct);
}
