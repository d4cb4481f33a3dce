using Npgsql;
using Shop.Database;

namespace Shop.Calls;

/// <summary>What the shop keeps of calls. Their audio is never stored.</summary>
public sealed class CallStore(NpgsqlDataSource database)
{
    /// <summary>The dialplan tells of a call before it connects it, with the caller's number if it is shown.</summary>
    public Task AnnounceAsync(Guid id, string? caller, SpokenLanguage language, CancellationToken ct) =>
        database.ExecuteAsync(
            $"""
            insert into calls.calls (id, caller, language, announced_at)
            values ({id}, {caller}, {language.Spelling()}, now())
            on conflict (id) do update
            set caller = excluded.caller, language = excluded.language, announced_at = excluded.announced_at
            where calls.started_at is null
            """, ct);

    /// <summary>Null when nobody announced the call.</summary>
    public Task<AnnouncedCall?> FindAnnouncedAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<AnnouncedCall>($"select caller, language from calls.calls where id = {id}", ct);

    public Task StartAsync(Guid id, string? caller, SpokenLanguage language, DateTimeOffset at, CancellationToken ct) =>
        database.ExecuteAsync(
            $"""
            insert into calls.calls (id, caller, language, started_at)
            values ({id}, {caller}, {language.Spelling()}, {at})
            on conflict (id) do update set started_at = coalesce(calls.started_at, excluded.started_at)
            """, ct);

    /// <summary>Repeating it changes nothing.</summary>
    public Task AddTurnAsync(CallTurn turn, string understood, CancellationToken ct) => database.ExecuteAsync(
        $"""
        with added as (
            insert into calls.turns (
                call_id, number, at, event, heard, said, language, state, intent, entities, tools, interrupted,
                turn_ms, recognition_ms, thinking_ms, synthesis_ms, trace_id)
            values (
                {turn.Call}, {turn.Number}, {turn.At}, {turn.Event.Spelling()}, {turn.Heard}, {turn.Said},
                {turn.Language.Spelling()}, {turn.State}, {turn.Intent}, {turn.Entities}::jsonb, {turn.Tools}::jsonb,
                {turn.Interrupted}, {Milliseconds(turn.Took)}, {Milliseconds(turn.Recognition)},
                {Milliseconds(turn.Thinking)}, {Milliseconds(turn.Synthesis)}, {turn.TraceId})
            on conflict do nothing)
        update calls.calls set language = {turn.Language.Spelling()}, understood = {understood}::jsonb
        where id = {turn.Call} and ended_at is null
        """, ct);

    /// <summary>Only the first end of a call counts.</summary>
    public Task EndAsync(CallEnd end, CancellationToken ct) => database.ExecuteAsync(
        $"""
        update calls.calls
        set ended_at = {end.At}, outcome = {end.Outcome.Spelling()}, next_step = {end.Next.Spelling()},
            understood = {end.Understood}::jsonb, rate = {end.Rate}, failure = {end.Failure}
        where id = {end.Id} and ended_at is null
        """, ct);

    /// <summary>Null while the call goes on, or when it is unknown.</summary>
    public async Task<NextStop?> NextAsync(Guid id, CancellationToken ct) => EnumNames.Find<NextStop>(
        await database.ScalarAsync<string>($"select next_step from calls.calls where id = {id}", ct));

    /// <summary>
    /// Everything kept of the calls from a number, as JSON. The number of an account is not verified, so staff does
    /// this for callers who have shown that the number is theirs.
    /// </summary>
    public async Task<string> ExportAsync(string caller, CancellationToken ct) => await database.ScalarAsync<string>(
        $"""
        select coalesce(jsonb_agg(to_jsonb(c) || jsonb_build_object('turns', (
            select coalesce(jsonb_agg(to_jsonb(t) order by t.number), '[]') from calls.turns t where t.call_id = c.id
        )) order by c.created_at), '[]')::text
        from calls.calls c where c.caller = {caller}
        """, ct) ?? "[]";

    /// <summary>Deletes the calls from a number with all that was said, and returns how many they were.</summary>
    public Task<int> ForgetAsync(string caller, CancellationToken ct) =>
        database.ExecuteAsync($"delete from calls.calls where caller = {caller}", ct);

    internal static Sql Old(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"calls.calls"), Sql.Of($"created_at < now() - {age}"));

    /// <summary>Ends the calls whose host ended without recording it: no call takes so long.</summary>
    internal static Sql Forgotten => Sql.Of(
        $"""
        update calls.calls
        set ended_at = now(), outcome = 'lost', next_step = 'operator', failure = 'The host ended during the call.'
        where id = any (array(
            select id from calls.calls where ended_at is null and started_at < now() - interval '6 hours'
            limit {OldRows.Batch}))
        """);

    static int Milliseconds(TimeSpan time) => (int)Math.Round(time.TotalMilliseconds);

    static int? Milliseconds(TimeSpan? time) => time is { } known ? Milliseconds(known) : null;
}

public sealed record AnnouncedCall(string? Caller, SpokenLanguage Language) : IRow<AnnouncedCall>
{
    public static AnnouncedCall Read(RowReader row) => new(row.TextOrNull(), row.Named<SpokenLanguage>());
}
