using System.Text.Json.Serialization;
using Npgsql;
using Shop.Accounts;
using Shop.Audit;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Tasks;

/// <summary>A task in a list, with its owner's e-mail.</summary>
public sealed record TaskSummary(
    Guid Id,
    string Kind,
    TaskState Status,
    [property: JsonConverter(typeof(RawJsonConverter))] string Subject,
    string? Error,
    int Attempts,
    string? Owner,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    string? TraceId) : IRow<TaskSummary>
{
    public static TaskSummary Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Named<TaskState>(),
        row.Get<string>(),
        row.TextOrNull(),
        row.Get<int>(),
        row.TextOrNull(),
        row.Get<DateTimeOffset>(),
        row.Get<DateTimeOffset?>(),
        row.TextOrNull());
}

/// <summary>All tasks, newest first, for the staff pages.</summary>
public sealed class TaskQueries(NpgsqlDataSource database)
{
    /// <summary>Counts the last seven days only: nobody waits for older failures any more.</summary>
    internal static readonly Sql CountFailed = Sql.Of(
        $"select count(*) from tasks.tasks where status = 'FAILURE' and created_at > now() - interval '7 days'");

    internal static Sql Timeline(Guid order) => Sql.Of(
        $$"""
        select t.created_at, 'task', t.kind, t.status, t.error, t.owner_id, t.id::text, t.trace_id
        from tasks.tasks t where coalesce(t.subject ->> 'order_id', t.subject #>> '{}') = {{order.ToString()}}
        """);

    public Task<(long Total, List<TaskSummary> Tasks)> ListAsync(
        TaskState? status, int page, int limit, CancellationToken ct)
    {
        var filter = status is { } state ? Sql.Of($"t.status = {state.Spelling()}") : Sql.Of($"true");
        return database.QueryPageAsync<TaskSummary>(
            $"select count(*) from tasks.tasks t where {filter}",
            $"""
            select t.id, t.kind, t.status, t.subject, t.error, t.attempts, u.email, t.created_at, t.ended_at, t.trace_id
            from tasks.tasks t left join {AccountSql.Table} u on u.id = t.owner_id
            where {filter} order by t.id desc limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
    }

    /// <summary>
    /// Queues a failed task again under its old id and resets its attempts. False when it has not failed.
    /// </summary>
    public async Task<bool> RetryAsync(Guid id, NewAuditEntry act, CancellationToken ct) =>
        await database.ScalarAsync<long>(
        $"""
        with again as (
            update tasks.tasks set status = 'PENDING', attempts = 0, error = null, ended_at = null, trace_id = {ShopTelemetry.TraceId}
            where id = {id} and status = 'FAILURE' returning id
        ),
        outbox as ({Outbox.Insert(new TaskRequested(id), Sql.Of($"again"))})
        {NewAuditEntry.With(act, Sql.Of($"again"))}
        select count(*) from again
        """, ct) == 1;
}
