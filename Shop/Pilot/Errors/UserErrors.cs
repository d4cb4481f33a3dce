using Npgsql;
using Shop.Database;

namespace Shop.Pilot.Errors;

/// <summary>An error that met the user, as they get it in the export of their data.</summary>
public sealed record MetError(DateTimeOffset At, string Title, string? Url) : IRow<MetError>
{
    public static MetError Read(RowReader row) => new(row.Get<DateTimeOffset>(), row.Get<string>(), row.TextOrNull());
}

/// <summary>What is stored of errors about one user, and for how long.</summary>
public sealed class UserErrors(NpgsqlDataSource database)
{
    public Task<List<MetError>> OfAsync(Guid user, CancellationToken ct) => database.QueryAsync<MetError>(
        $"""
        select o.at, r.title, o.data->>'url' from pilot.occurrences o join pilot.error_reports r on r.id = o.report_id
        where o.user_hash = {Incident.HashOf($"{user}")} order by o.at, o.id
        """, ct);

    /// <summary>An SDK may know the user by the id or by the address. The errors stay, without the user.</summary>
    internal static Sql Forget(Guid user, string email)
    {
        Guid[] hashes = [Incident.HashOf($"{user}"), Incident.HashOf(email)];
        return Sql.Of(
            $"""
            with occurrences as (
                update pilot.occurrences set user_hash = null, data = data - 'user_hash' where user_hash = any({hashes}))
            delete from pilot.report_users where user_hash = any({hashes})
            """);
    }

    internal static Sql OldOccurrences(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.occurrences"), Sql.Of($"at < now() - {age}"));

    internal static Sql OldHours(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.report_hours"), Sql.Of($"hour < now() - {age}"));
}
