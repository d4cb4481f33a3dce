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
    public async Task<List<MetError>> OfAsync(Guid user, CancellationToken ct)
    {
        var hash = UserHash.Of($"{user}", await UserHash.SaltOfErrorsAsync(database, ct));
        return await database.QueryAsync<MetError>(
            $"""
            select o.at, r.title, o.data->>'url' from pilot.occurrences o join pilot.error_reports r on r.id = o.report_id
            where o.user_hash = {hash} order by o.at, o.id
            """, ct);
    }

    /// <summary>An SDK may know the user by the id or by the address. The errors stay, without the user.</summary>
    internal static async Task ForgetAsync(
        NpgsqlConnection connection, Guid user, string email, CancellationToken ct)
    {
        var salt = await connection.ScalarAsync<Guid>(UserHash.SaltOfErrors, ct);
        Guid[] hashes = [UserHash.Of($"{user}", salt), UserHash.Of(email, salt)];
        await connection.ExecuteAsync(
            $"""
            with occurrences as (
                update pilot.occurrences set user_hash = null where user_hash = any({hashes}))
            delete from pilot.report_users where user_hash = any({hashes})
            """, ct);
    }

    internal static Sql OldOccurrences(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.occurrences"), Sql.Of($"at < now() - {age}"));

    /// <summary>A client that sends an event twice does it within minutes.</summary>
    internal static Sql OldIds(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.event_ids"), Sql.Of($"at < now() - {age}"));

    internal static Sql OldHours(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.report_hours"), Sql.Of($"hour < now() - {age}"));
}
