using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Npgsql;
using Shop.Audit;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Tasks;

[JsonConverter(typeof(EnumNameConverter<TaskState>))]
public enum TaskState
{
    [JsonStringEnumMemberName("PENDING")]
    Pending,
    [JsonStringEnumMemberName("STARTED")]
    Started,
    [JsonStringEnumMemberName("SUCCESS")]
    Success,
    [JsonStringEnumMemberName("FAILURE")]
    Failure
}

/// <summary>A background task that somebody requested.</summary>
public sealed record ScheduledTask(
    Guid Id,
    string Kind,
    TaskState Status,
    [property: JsonConverter(typeof(RawJsonConverter))] string? Result,
    string? Error,
    int Attempts) : IRow<ScheduledTask>
{
    internal static readonly Sql Columns = Sql.Of($"id, kind, status, result, error, attempts, owner_id, subject");

    [JsonIgnore]
    public Guid? OwnerId { get; init; }

    /// <summary>The input of the task as JSON; its format depends on the kind.</summary>
    [JsonIgnore]
    public string Subject { get; init; } = "";

    public static ScheduledTask Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Named<TaskState>(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.Get<int>())
    {
        OwnerId = row.Get<Guid?>(),
        Subject = row.Get<string>()
    };
}

public sealed record TaskAccepted(Guid TaskId);

public sealed record TaskRequested(Guid TaskId) : IMessage<TaskRequested>
{
    public static string Topic => "tasks.requested";
    public static JsonTypeInfo<TaskRequested> Json => TasksJson.Default.TaskRequested;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ScheduledTask))]
[JsonSerializable(typeof(TaskAccepted))]
[JsonSerializable(typeof(TaskRequested))]
public sealed partial class TasksJson : JsonSerializerContext;

/// <summary>Runs one kind of task.</summary>
public interface ITaskRunner
{
    string Kind { get; }

    /// <summary>
    /// Returns the result as JSON. Must be idempotent: it runs again after a failure or when its worker has died.
    /// </summary>
    Task<string> RunAsync(ScheduledTask task, CancellationToken ct);
}

public sealed class TaskStore(NpgsqlDataSource database)
{
    public Task<ScheduledTask?> FindAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<ScheduledTask>(
            $"select {ScheduledTask.Columns} from tasks.tasks where id = {id}", ct);

    /// <summary>Inserts the task and its outbox message. The subject is JSON.</summary>
    public async Task<TaskAccepted> RequestAsync(
        string kind, Guid? owner, string subject, CancellationToken ct, NewAuditEntry? act = null)
    {
        var id = Guid.CreateVersion7();
        await database.ExecuteAsync(
            $"""
            with asked as (
                insert into tasks.tasks (id, kind, owner_id, subject, trace_id)
                values ({id}, {kind}, {owner}, {subject}::json, {ShopTelemetry.TraceId})
                returning id
            )
            {NewAuditEntry.With(act, Sql.Of($"asked"))}
            {Outbox.Insert(new TaskRequested(id), Sql.Of($"asked"))}
            """, ct);
        return new(id);
    }

    internal static Sql Old(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"tasks.tasks"), Sql.Of($"ended_at < now() - {age}"));

    /// <summary>Null when the task has already ended.</summary>
    public Task<ScheduledTask?> BeginAsync(Guid id, CancellationToken ct) => database.QuerySingleAsync<ScheduledTask>(
        $"""
        update tasks.tasks set status = 'STARTED', attempts = attempts + 1
        where id = {id} and status in ('PENDING', 'STARTED')
        returning {ScheduledTask.Columns}
        """, ct);

    public Task SucceedAsync(Guid id, string result, CancellationToken ct) => database.ExecuteAsync(
        $"""
        update tasks.tasks set status = 'SUCCESS', result = {result}::json, error = null, ended_at = now()
        where id = {id} and status = 'STARTED'
        """, ct);

    public Task FailAsync(Guid id, string error, bool isFinal, CancellationToken ct) => database.ExecuteAsync(
        $"""
        update tasks.tasks
        set error = {error},
            status = case when {isFinal} then 'FAILURE' else status end,
            ended_at = case when {isFinal} then now() end
        where id = {id} and status = 'STARTED'
        """, ct);
}
