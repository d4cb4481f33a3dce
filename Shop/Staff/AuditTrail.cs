using System.Text.Json.Serialization;
using Npgsql;
using Shop.Accounts;
using Shop.Audit;
using Shop.Database;

namespace Shop.Staff;

public sealed record AuditEntry(
    Guid Id,
    DateTimeOffset At,
    Guid Actor,
    string? ActorEmail,
    string Action,
    string Subject,
    [property: JsonConverter(typeof(RawJsonConverter))] string Detail,
    string? Address,
    string? TraceId) : IRow<AuditEntry>
{
    public static AuditEntry Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<DateTimeOffset>(),
        row.Get<Guid>(),
        row.TextOrNull(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<string>(),
        row.TextOrNull(),
        row.TextOrNull());
}

/// <summary>The audit log of staff actions, newest first. <see cref="NewAuditEntry"/> writes it.</summary>
public sealed class AuditTrail(NpgsqlDataSource database)
{
    internal static Sql Old(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"staff.audit"), Sql.Of($"at < now() - {age}"));

    internal static Sql Timeline(Guid subject) => Sql.Of(
        $"""
        select a.at, 'staff', a.action, null, nullif(a.detail::text, {"{}"}), a.actor, a.id::text, a.trace_id
        from {NewAuditEntry.Table} a where a.subject = {subject.ToString()}
        """);

    /// <summary>For actions outside a database transaction: write the entry before trying the action.</summary>
    public Task AddAsync(NewAuditEntry act, CancellationToken ct) => database.ExecuteAsync(act.Insert, ct);

    public Task<(long Total, List<AuditEntry> Entries)> ListAsync(
        string? subject, Guid? actor, int page, int limit, CancellationToken ct)
    {
        var where = Sql.Of($"true");
        if (subject is not null)
            where.AppendFormatted(Sql.Of($" and a.subject = {subject}"));
        if (actor is { } one)
            where.AppendFormatted(Sql.Of($" and a.actor = {one}"));
        return database.QueryPageAsync<AuditEntry>(
            $"select count(*) from {NewAuditEntry.Table} a where {where}",
            $"""
            select a.id, a.at, a.actor, u.email, a.action, a.subject, a.detail, a.address, a.trace_id
            from {NewAuditEntry.Table} a left join {AccountSql.Table} u on u.id = a.actor
            where {where} order by a.id desc limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
    }
}
