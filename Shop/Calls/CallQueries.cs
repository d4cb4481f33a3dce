using System.Text.Json.Serialization;
using Npgsql;
using Shop.Database;

namespace Shop.Calls;

/// <summary>A call in a list.</summary>
public sealed record CallSummary(
    Guid Id,
    string? Caller,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    SpokenLanguage Language,
    CallOutcome? Outcome,
    NextStop? NextStep,
    string? Failure,
    long Turns,
    int? SlowestTurnMs) : IRow<CallSummary>
{
    internal static readonly Sql Columns = Sql.Of(
        $"""
        c.id, c.caller, coalesce(c.started_at, c.created_at), c.ended_at, c.language, c.outcome, c.next_step, c.failure,
        (select count(*) from calls.turns t where t.call_id = c.id),
        (select max(t.turn_ms) from calls.turns t where t.call_id = c.id)
        """);

    public static CallSummary Read(RowReader row) => new(
        row.Get<Guid>(),
        row.TextOrNull(),
        row.Get<DateTimeOffset>(),
        row.Get<DateTimeOffset?>(),
        row.Named<SpokenLanguage>(),
        EnumNames.Find<CallOutcome>(row.TextOrNull()),
        EnumNames.Find<NextStop>(row.TextOrNull()),
        row.TextOrNull(),
        row.Get<long>(),
        row.Get<int?>());
}

/// <summary>A turn as the transcript shows it. The times are in milliseconds.</summary>
public sealed record TurnView(
    int Number,
    DateTimeOffset At,
    TurnEvent Event,
    string Heard,
    string Said,
    SpokenLanguage Language,
    string State,
    string? Intent,
    [property: JsonConverter(typeof(RawJsonConverter))] string Entities,
    [property: JsonConverter(typeof(RawJsonConverter))] string Tools,
    bool Interrupted,
    int? TurnMs,
    int RecognitionMs,
    int ThinkingMs,
    int? SynthesisMs,
    string? TraceId) : IRow<TurnView>
{
    internal static readonly Sql Columns = Sql.Of(
        $"""
        t.number, t.at, t.event, t.heard, t.said, t.language, t.state, t.intent, t.entities::text, t.tools::text, t.interrupted,
        t.turn_ms, t.recognition_ms, t.thinking_ms, t.synthesis_ms, t.trace_id
        """);

    public static TurnView Read(RowReader row) => new(
        row.Get<int>(),
        row.Get<DateTimeOffset>(),
        row.Named<TurnEvent>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Named<SpokenLanguage>(),
        row.Get<string>(),
        row.TextOrNull(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<bool>(),
        row.Get<int?>(),
        row.Get<int>(),
        row.Get<int>(),
        row.Get<int?>(),
        row.TextOrNull());
}

/// <summary>A call with its transcript. What an operator should know is JSON.</summary>
public sealed record CallDetails(
    CallSummary Call,
    [property: JsonConverter(typeof(RawJsonConverter))] string Understood,
    List<TurnView> Turns);

/// <summary>What staff sees of calls.</summary>
public sealed class CallQueries(NpgsqlDataSource database)
{
    /// <summary>Newest first. Live calls are those that have begun and not ended.</summary>
    public Task<(long Total, List<CallSummary> Calls)> ListAsync(
        bool? live, CallOutcome? outcome, string? caller, int page, int limit, CancellationToken ct)
    {
        var where = Sql.Of($"true");
        if (live is { } isLive)
            where.AppendFormatted(isLive
                ? Sql.Of($" and c.started_at is not null and c.ended_at is null")
                : Sql.Of($" and c.ended_at is not null"));
        if (outcome is { } one)
            where.AppendFormatted(Sql.Of($" and c.outcome = {one.Spelling()}"));
        if (caller is not null)
            where.AppendFormatted(Sql.Of($" and c.caller = {caller}"));
        return database.QueryPageAsync<CallSummary>(
            $"select count(*) from calls.calls c where {where}",
            $"""
            select {CallSummary.Columns} from calls.calls c
            where {where} order by c.created_at desc, c.id limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
    }

    public async Task<CallDetails?> FindAsync(Guid id, CancellationToken ct)
    {
        var call = await database.QuerySingleAsync<CallSummary>(
            $"select {CallSummary.Columns} from calls.calls c where c.id = {id}", ct);
        if (call is null)
            return null;
        var understood = await database.ScalarAsync<string>(
            $"select understood::text from calls.calls where id = {id}", ct);
        var turns = await database.QueryAsync<TurnView>(
            $"select {TurnView.Columns} from calls.turns t where t.call_id = {id} order by t.number", ct);
        return new(call, understood ?? "{}", turns);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<CallSummary>))]
[JsonSerializable(typeof(CallDetails))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonNode))]
public sealed partial class CallViewsJson : JsonSerializerContext;
