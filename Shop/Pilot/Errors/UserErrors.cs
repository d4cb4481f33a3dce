using System.Text.Json;
using Npgsql;
using Shop.Database;

namespace Shop.Pilot.Errors;

/// <summary>An error that met the user, with its attachments, as they get it in the export of their data.</summary>
public sealed record MetError(DateTimeOffset At, string Title, string? Url, List<Attachment> Attachments)
    : IRow<MetError>
{
    public static MetError Read(RowReader row) => new(
        row.Get<DateTimeOffset>(),
        row.Get<string>(),
        row.TextOrNull(),
        JsonSerializer.Deserialize(row.Get<string>(), ErrorsJson.Default.ListAttachment)!);
}

/// <summary>What is stored of errors about one user, and for how long.</summary>
public sealed class UserErrors(NpgsqlDataSource database)
{
    public async Task<List<MetError>> OfAsync(Guid user, CancellationToken ct)
    {
        var hash = UserHash.Of($"{user}", await UserHash.SaltOfErrorsAsync(database, ct));
        return await database.QueryAsync<MetError>(
            $"""
            select o.at, r.title, o.data->>'url', (
                select coalesce(json_agg(json_build_object(
                    'name', name, 'type', type, 'size', size, 'content', content, 'text', text) order by number), '[]')
                from pilot.attachments where occurrence_id = o.id)
            from pilot.occurrences o join pilot.error_reports r on r.id = o.report_id
            where o.user_hash = {hash} order by o.at, o.id
            """, ct);
    }

    /// <summary>The errors stay, without the user and without files of theirs.</summary>
    internal static Sql Forget(Guid[] hashes) => Sql.Of(
        $"""
        with occurrences as (
            update pilot.occurrences set user_hash = null where user_hash = any({hashes}) returning id),
        attachments as (delete from pilot.attachments where occurrence_id in (select id from occurrences))
        delete from pilot.report_users where user_hash = any({hashes})
        """);

    internal static Sql OldOccurrences(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.occurrences"), Sql.Of($"at < now() - {age}"));

    /// <summary>A client that sends an event twice does it within minutes.</summary>
    internal static Sql OldIds(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.event_ids"), Sql.Of($"at < now() - {age}"));

    internal static Sql OldHours(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.report_hours"), Sql.Of($"hour < now() - {age}"));
}
