using Npgsql;
using Shop.Database;
using Shop.Tickets.QTickets;

namespace Shop.Tickets.Import;

/// <summary>How far the import of a resource has come.</summary>
sealed record ImportSource(
    DateTimeOffset? Watermark, DateTimeOffset? BeganAt, DateTimeOffset? Since, long? AfterId, DateTimeOffset? FullAt)
    : IRow<ImportSource>
{
    public static ImportSource Read(RowReader row) => new(
        row.Get<DateTimeOffset?>(),
        row.Get<DateTimeOffset?>(),
        row.Get<DateTimeOffset?>(),
        row.Get<long?>(),
        row.Get<DateTimeOffset?>());
}

/// <summary>A show whose seats are counted.</summary>
sealed record CurrentShow(long Id, string? EventId, string? EndsAt) : IRow<CurrentShow>
{
    public static CurrentShow Read(RowReader row) => new(row.Get<long>(), row.TextOrNull(), row.TextOrNull());
}

static class SourceStore
{
    public static async Task<ImportSource> FindAsync(
        NpgsqlConnection connection, QTicketsResource resource, CancellationToken ct) =>
        (await connection.QuerySingleAsync<ImportSource>(
            $"""
            select watermark, pass_began_at, pass_since, pass_after_id, full_at
            from ticket_staging.sources where resource = {resource.Spelling()}
            """, ct))!;

    /// <summary>
    /// Ends a pass. Everything up to its beginning is then in staging, unless it began later than where the pass before
    /// had ended.
    /// </summary>
    public static Task CompleteAsync(NpgsqlConnection connection, Pass pass, CancellationToken ct)
    {
        var (beganAt, since) = (pass.BeganAt.ToUniversalTime(), pass.Since?.ToUniversalTime());
        return connection.ExecuteAsync(
            $"""
            update ticket_staging.sources
            set watermark = case when {since}::timestamptz is null or {since} <= watermark
                    then greatest(watermark, {beganAt}) else watermark end,
                full_at = case when {since}::timestamptz is null then {beganAt} else full_at end,
                pass_began_at = null, pass_since = null, pass_after_id = null, completed_at = now()
            where resource = {pass.Resource.Spelling()}
            """, ct);
    }

    /// <summary>
    /// Ends a pass that could not read all objects. The next one asks for the same as this one, from its beginning.
    /// </summary>
    public static Task AbandonAsync(NpgsqlConnection connection, QTicketsResource resource, CancellationToken ct) =>
        connection.ExecuteAsync(
            $"""
            update ticket_staging.sources
            set pass_began_at = null, pass_since = null, pass_after_id = null, completed_at = now()
            where resource = {resource.Spelling()}
            """, ct);

    /// <summary>The orders in staging between two ids that an answer should have contained.</summary>
    public static async Task<long[]> MissingAsync(
        NpgsqlConnection connection,
        QTicketsResource resource,
        long after,
        long upTo,
        long[] found,
        CancellationToken ct) =>
        await connection.ScalarAsync<long[]>(
            $"""
            select coalesce(array_agg(item_id order by item_id), array[]::bigint[]) from ticket_staging.items
            where resource = {resource.Spelling()} and item_id > {after} and item_id <= {upTo} and not deleted
                and item_id <> all ({found})
            """, ct) ?? [];

    /// <summary>Marks an object as deleted that QTickets does not know any more.</summary>
    public static Task DeleteAsync(
        NpgsqlConnection connection,
        Guid runId,
        QTicketsResource resource,
        long id,
        DateTimeOffset at,
        CancellationToken ct)
    {
        var deletedAt = Moscow.Text(at);
        return connection.ExecuteAsync(
            $"""
            with gone as (
                update ticket_staging.items i
                set body = n.body, hash = sha256(convert_to(n.body::text, 'UTF8')), deleted = true, run_id = {runId},
                    updated_at = greatest(i.updated_at, {at.ToUniversalTime()}), received_at = {at.ToUniversalTime()}
                from (
                    select resource, item_id, body || jsonb_build_object('deleted_at', {deletedAt}) as body
                    from ticket_staging.items where resource = {resource.Spelling()} and item_id = {id}
                ) n
                where i.resource = n.resource and i.item_id = n.item_id and not i.deleted
                returning i.resource, i.item_id
            )
            insert into ticket_staging.changes (resource, item_id) select resource, item_id from gone
            """, ct);
    }

    public static Task<List<CurrentShow>> ShowsAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.QueryAsync<CurrentShow>(
            $"""
            select item_id, body ->> 'event_id', coalesce(body ->> 'finish_date', body ->> 'start_date')
            from ticket_staging.items where resource = 'shows' and not deleted order by item_id
            """, ct);

    public static async Task<bool> HasChangesAsync(NpgsqlDataSource database, CancellationToken ct) =>
        await database.ScalarAsync<bool>($"select exists (select from ticket_staging.changes)", ct);

    public static async Task<long> CountChangesAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await connection.ScalarAsync<long>(
            $"select count(*) from (select distinct resource, item_id from ticket_staging.changes) changed", ct);
}
