using System.Globalization;
using Npgsql;
using Shop.Database;

namespace Shop.Pilot.Errors;

/// <summary>
/// Makes one report of two, and two of one again. The merged report keeps its own numbers, which the other one has in
/// addition; its hashes lead to the other one, so that new errors are counted there and stay there.
/// </summary>
public sealed class ReportMerging(NpgsqlDataSource database, ReportQueries reports)
{
    /// <summary>Null when there is no such report, here and below.</summary>
    public async Task<ErrorReport?> MergeAsync(Guid id, Guid into, ReportActor actor, CancellationToken ct)
    {
        if (id == into)
            throw new ShopException(ErrorCode.Unprocessable, "A report cannot be merged into itself.");
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var both = await LockAsync(connection, [id, into], ct);
        if (both.Find(report => report.Id == id) is not { } report)
            return null;
        var other = both.Find(found => found.Id == into)
            ?? throw new ShopException(ErrorCode.Unprocessable, $"There is no report {into} to merge into.");
        if (report.MergedInto == into)
            return report;
        if (report.MergedInto is { } already)
            throw Conflict($"The report is merged into {already} already. Unmerge it first.");
        if (other.MergedInto is { } root)
            throw Conflict($"The report {into} is merged into {root}. Merge into that one.");
        if (await connection.ScalarAsync<bool>(
            $"select exists (select from pilot.error_reports where merged_into = {id})", ct))
        {
            throw Conflict(
                $"Other reports are merged into this one. Merge {into} into it instead, or unmerge them first.");
        }
        await connection.ExecuteAsync(AddNumbers(id, into), ct);
        await connection.ExecuteAsync(
            $"update pilot.report_hashes set report_id = {into} where report_id = {id}", ct);
        await connection.ExecuteAsync(
            $"""
            with changed as (
                update pilot.error_reports set merged_into = {into}, updated_at = now() where id = {id} returning id)
            {actor.Note(id, "merged", Data("into", other), Sql.Of($"changed"))}
            select
            """, ct);
        await connection.ExecuteAsync(HistoryOf(other, "absorbed", report, actor), ct);
        await transaction.CommitAsync(ct);
        return await reports.FindAsync(id, ct);
    }

    public async Task<ErrorReport?> UnmergeAsync(Guid id, ReportActor actor, CancellationToken ct)
    {
        if (await reports.FindAsync(id, ct) is not { } known)
            return null;
        if (known.MergedInto is not { } from)
            throw Conflict("The report is not merged into another.");
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var both = await LockAsync(connection, [id, from], ct);
        if (both is not [_, _] || both.Find(report => report.Id == id) is not { } report || report.MergedInto != from)
            throw Conflict("Somebody has just changed the report. Load it again.");
        var other = both.Find(found => found.Id == from)!;
        await connection.ExecuteAsync(
            $"""
            with changed as (
                update pilot.error_reports set merged_into = null, updated_at = now() where id = {id} returning id)
            {actor.Note(id, "unmerged", Data("from", other), Sql.Of($"changed"))}
            select
            """, ct);
        await connection.ExecuteAsync(
            $"""
            with returned as (
                update pilot.report_hashes set report_id = {id} where report_id = {from} and original_id = {id} returning hash)
            update pilot.occurrences set report_id = {id}
            where report_id = {from} and hash in (select hash from returned)
            """, ct);
        await connection.ExecuteAsync(SubtractNumbers(id, from), ct);
        await connection.ExecuteAsync(HistoryOf(other, "released", report, actor), ct);
        await transaction.CommitAsync(ct);
        return await reports.FindAsync(id, ct);
    }

    /// <summary>Before a report is deleted: what is merged into it becomes a report of its own again.</summary>
    internal static Sql ReturnHashes(Guid report) => Sql.Of(
        $"""
        update pilot.report_hashes set report_id = original_id where report_id = {report} and original_id <> {report}
        """);

    // In the order of the ids, so that two merges at once wait for each other only in one direction.
    static Task<List<ErrorReport>> LockAsync(NpgsqlConnection connection, Guid[] ids, CancellationToken ct) =>
        connection.QueryAsync<ErrorReport>(
            $"select {ErrorReport.Columns} from pilot.error_reports where id = any({ids}) order by id for update", ct);

    static Sql AddNumbers(Guid id, Guid into) => Sql.Of(
        $"""
        with hours as (
            insert into pilot.report_hours (report_id, hour, count)
            select {into}, hour, count from pilot.report_hours where report_id = {id}
            on conflict (report_id, hour) do update set count = report_hours.count + excluded.count),
        users as (
            insert into pilot.report_users (report_id, user_hash)
            select {into}, user_hash from pilot.report_users where report_id = {id}
            on conflict do nothing returning 1),
        releases as (
            insert into pilot.report_releases (report_id, release, count, first_seen, last_seen)
            select {into}, release, count, first_seen, last_seen from pilot.report_releases where report_id = {id}
            on conflict (report_id, release) do update set count = report_releases.count + excluded.count,
                first_seen = least(report_releases.first_seen, excluded.first_seen),
                last_seen = greatest(report_releases.last_seen, excluded.last_seen))
        update pilot.error_reports r
        set count = r.count + m.count, users = r.users + (select count(*) from users),
            first_release = case when m.first_seen < r.first_seen then coalesce(m.first_release, r.first_release)
                else coalesce(r.first_release, m.first_release) end,
            last_release = case when m.last_seen > r.last_seen then coalesce(m.last_release, r.last_release)
                else coalesce(r.last_release, m.last_release) end,
            first_seen = least(r.first_seen, m.first_seen), last_seen = greatest(r.last_seen, m.last_seen), updated_at = now()
        from pilot.error_reports m where m.id = {id} and r.id = {into}
        """);

    // A user may have met both errors, so users stay counted: the number says how many were affected at most.
    static Sql SubtractNumbers(Guid id, Guid from) => Sql.Of(
        $"""
        with hours as (
            update pilot.report_hours h set count = h.count - m.count from pilot.report_hours m
            where h.report_id = {from} and m.report_id = {id} and m.hour = h.hour),
        releases as (
            update pilot.report_releases l set count = l.count - m.count from pilot.report_releases m
            where l.report_id = {from} and m.report_id = {id} and m.release = l.release)
        update pilot.error_reports r
        set count = greatest(1, r.count - m.count), updated_at = now(),
            first_seen = least(r.created_at, (select min(first_seen) from pilot.error_reports where merged_into = r.id and id <> {id}))
        from pilot.error_reports m where m.id = {id} and r.id = {from}
        """);

    static Sql HistoryOf(ErrorReport report, string action, ErrorReport other, ReportActor actor) => Sql.Of(
        $"""
        with changed as (select)
        {actor.Note(report.Id, action, Data("report", other), Sql.Of($"changed"))}
        select
        """);

    static Dictionary<string, string?> Data(string name, ErrorReport report) => new()
    {
        [name] = $"{report.Id}",
        ["count"] = report.Count.ToString(CultureInfo.InvariantCulture)
    };

    static ShopException Conflict(string message) => new(ErrorCode.Conflict, message);
}
