using Npgsql;
using Shop.Database;
using Shop.Orders;

namespace Shop.Payments;

/// <summary>A payment in a list.</summary>
public sealed record PaymentSummary(
    Guid Id,
    Guid OrderId,
    string? OrderNumber,
    string Provider,
    string? ProviderId,
    PaymentState Status,
    decimal Amount,
    string Currency,
    decimal Refunded,
    string? Failure,
    DateTimeOffset CreatedAt,
    string? TraceId) : IRow<PaymentSummary>
{
    public static PaymentSummary Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<Guid>(),
        row.TextOrNull(),
        row.Get<string>(),
        row.TextOrNull(),
        row.Named<PaymentState>(),
        row.Get<decimal>(),
        row.Get<string>(),
        row.Get<decimal>(),
        row.TextOrNull(),
        row.Get<DateTimeOffset>(),
        row.TextOrNull());
}

public sealed record RefundSummary(
    Guid Id,
    Guid OrderId,
    string? OrderNumber,
    string Provider,
    PaymentState Status,
    decimal Amount,
    string Currency,
    string Reason,
    string? Failure,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SettledAt,
    string? TraceId) : IRow<RefundSummary>
{
    public static RefundSummary Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<Guid>(),
        row.TextOrNull(),
        row.Get<string>(),
        row.Named<PaymentState>(),
        row.Get<decimal>(),
        row.Get<string>(),
        row.Get<string>(),
        row.TextOrNull(),
        row.Get<DateTimeOffset>(),
        row.Get<DateTimeOffset?>(),
        row.TextOrNull());
}

/// <summary>
/// All payments and refunds for the staff pages, newest first. The search matches an order number or a provider's id.
/// </summary>
public sealed class PaymentQueries(NpgsqlDataSource database)
{
    // A payment whose start got no answer. Providers remember a key for a day: after that, repeating the start could
    // charge again, so a person has to look at the provider's dashboard.
    internal static readonly Sql IsUnknown = Sql.Of(
        $"(status = 'pending' and provider_id is null and created_at < now() - interval '23 hours')");

    internal static readonly Sql CountUnknown = Sql.Of($"select count(*) from payments.payments where {IsUnknown}");

    /// <summary>The filter for payments that no provider has answered for a day.</summary>
    public const string Unanswered = "unanswered";

    /// <summary>Counts refunds that failed, or that are undecided after an hour.</summary>
    internal static readonly Sql CountTroubledRefunds = Sql.Of(
        $"""
        select count(*) from payments.refunds
        where status = 'failed' or status = 'pending' and created_at < now() - interval '1 hour'
        """);

    internal static Sql Timeline(Guid order) => Sql.Of(
        $"""
        select p.created_at, 'payment', p.provider, p.status,
            concat_ws(' · ', p.amount || ' ' || p.currency, p.provider_id, p.failure), null, p.id::text, p.trace_id
        from payments.payments p where p.order_id = {order}
        union all
        select r.created_at, 'refund', p.provider, r.status,
            concat_ws(' · ', r.amount || ' ' || p.currency, nullif(r.reason, ''), r.provider_id, r.failure),
            null, r.id::text, r.trace_id
        from payments.refunds r join payments.payments p on p.id = r.payment_id where r.order_id = {order}
        """);

    internal static Sql Messages(Guid order) => Sql.Of(
        $"""
        select r.message_id, {RefundRequested.Topic}, r.created_at, r.trace_id
        from payments.refunds r where r.order_id = {order} and r.message_id is not null
        """);

    public Task<(long Total, List<PaymentSummary> Payments)> PaymentsAsync(
        string? status, string? search, int page, int limit, CancellationToken ct)
    {
        var columns = Sql.Of(
            $"""
            p.id, p.order_id, o.number, p.provider, p.provider_id, p.status, p.amount, p.currency, p.refunded,
            p.failure, p.created_at, p.trace_id
            """);
        var payments = status == Unanswered
            ? Sql.Of($"(select * from payments.payments where {IsUnknown})")
            : Sql.Of($"payments.payments");
        var tables = Sql.Of($"{payments} p left join {OrderQueries.Numbers} o on o.id = p.order_id");
        var stored = EnumNames.Find<PaymentState>(status);
        return ListAsync<PaymentSummary>(columns, tables, Sql.Of($"p"), stored, search, page, limit, ct);
    }

    public Task<(long Total, List<RefundSummary> Refunds)> RefundsAsync(
        PaymentState? status, string? search, int page, int limit, CancellationToken ct)
    {
        var columns = Sql.Of(
            $"""
            r.id, r.order_id, o.number, p.provider, r.status, r.amount, p.currency, r.reason, r.failure, r.created_at,
            r.settled_at, r.trace_id
            """);
        var tables = Sql.Of(
            $"""
            payments.refunds r join payments.payments p on p.id = r.payment_id
            left join {OrderQueries.Numbers} o on o.id = r.order_id
            """);
        return ListAsync<RefundSummary>(columns, tables, Sql.Of($"r"), status, search, page, limit, ct);
    }

    Task<(long Total, List<T> Rows)> ListAsync<T>(
        Sql columns,
        Sql tables,
        Sql row,
        PaymentState? status,
        string? search,
        int page,
        int limit,
        CancellationToken ct)
        where T : IRow<T>
    {
        var from = Sql.Of($"from {tables} where true");
        if (status is { } state)
            from.AppendFormatted(Sql.Of($" and {row}.status = {state.Spelling()}"));
        if (search?.Trim() is { Length: > 0 } text)
            from.AppendFormatted(Sql.Of($" and (o.number = upper({text}) or p.provider_id = {text})"));
        return database.QueryPageAsync<T>(
            $"select count(*) {from}",
            $"select {columns} {from} order by {row}.id desc limit {limit} offset {(long)(page - 1) * limit}",
            ct);
    }
}
