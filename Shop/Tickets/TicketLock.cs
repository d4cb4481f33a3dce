using Npgsql;
using Shop.Database;

namespace Shop.Tickets;

/// <summary>
/// Only one process imports or derives at a time. The lock belongs to the connection, so it is released when its
/// process dies.
/// </summary>
public static class TicketLock
{
    const long Key = 0x5449434B4554; // "TICKET"

    public static Task<bool> TryTakeAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.ScalarAsync<bool>($"select pg_try_advisory_lock({Key})", ct);

    /// <summary>Needed because a pooled connection goes back without a reset.</summary>
    public static Task ReleaseAsync(NpgsqlConnection connection) =>
        connection.ScalarAsync<bool>($"select pg_advisory_unlock({Key})", CancellationToken.None);
}
