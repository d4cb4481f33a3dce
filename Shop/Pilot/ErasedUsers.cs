using Npgsql;
using Shop.Database;
using Shop.Pilot.Errors;
using Shop.Pilot.Requests;

namespace Shop.Pilot;

/// <summary>
/// Erases a user from errors and from measured requests, also from those that still wait in the memory of a host or
/// come late from an SDK: for a day, whoever stores them asks which users were erased.
/// </summary>
static class ErasedUsers
{
    /// <summary>
    /// An SDK may know the user by the id or by the address. The errors stay, without the user and without files of
    /// theirs. Must precede changes of reports in the same transaction, because the errors that are being written hold
    /// the lock before they change reports.
    /// </summary>
    public static async Task AddAsync(NpgsqlConnection connection, Guid user, string email, CancellationToken ct)
    {
        var salt = await connection.ScalarAsync<Guid>(UserHash.SaltOfErrors, ct);
        Guid[] hashes = [UserHash.Of(user, salt), UserHash.Of($"{user}", salt), UserHash.Of(email, salt)];
        await connection.ExecuteAsync(
            [
                IncidentBatch.Lock,
                Sql.Of($"insert into pilot.erased_users (hash) select unnest({hashes}) on conflict do nothing"),
                UserErrors.Forget(hashes),
                .. RequestStore.ForgetUsers
            ], ct);
    }

    public static Sql Contains(Sql hash) =>
        Sql.Of($"exists (select from pilot.erased_users erased where erased.hash = {hash})");

    internal static Sql Old =>
        OldRows.Delete(Sql.Of($"pilot.erased_users"), Sql.Of($"at < now() - interval '1 day'"));
}
