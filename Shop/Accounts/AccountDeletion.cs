using Npgsql;
using Shop.Catalog;
using Shop.Database;
using Shop.Notifications;
using Shop.Orders;
using Shop.Payments;
using Shop.Pilot;
using Shop.Shipping;

namespace Shop.Accounts;

/// <summary>
/// Deletes an account at its owner's request. Orders, payments and the shop's own records stay, without the person:
/// they have the id of an account that no longer exists.
/// </summary>
public sealed class AccountDeletion(NpgsqlDataSource database, SessionStore sessions)
{
    /// <summary>
    /// False when the password or the role has changed since <paramref name="known"/> was read. An order under way
    /// prevents the deletion, because its parcel needs the address; so does being the last admin.
    /// </summary>
    public async Task<bool> DeleteAsync(Credentials known, Func<string[], Task> drop, CancellationToken ct)
    {
        var user = known.Account.Id;
        await EnsureAllowedAsync(user, ct);
        var open = (await sessions.OfAsync(user, ct)).ConvertAll(session => session.AccessHash);
        if (open.Count > 0)
            await drop([.. open]);
        var ended = await DeleteRowsAsync(known, ct);
        if (ended?.Except(open).ToArray() is { Length: > 0 } late)
            await drop(late);
        return ended is not null;
    }

    async Task EnsureAllowedAsync(Guid user, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await EnsureAllowedAsync(connection, user, ct);
    }

    static async Task EnsureAllowedAsync(NpgsqlConnection connection, Guid user, CancellationToken ct)
    {
        if (await SessionStore.IsLastAdminAsync(connection, user, ct))
            throw new ShopException(ErrorCode.Conflict, "The last admin's account cannot be deleted.");
        if (await connection.ScalarAsync<bool>(PersonalOrderData.HasOrdersUnderWay(user), ct))
            throw new ShopException(ErrorCode.Conflict, "An order is under way; wait for it or cancel it first.");
    }

    /// <summary>Returns the hashes of the access tokens of the deleted sessions.</summary>
    async Task<string[]?> DeleteRowsAsync(Credentials known, CancellationToken ct)
    {
        var (user, email) = (known.Account.Id, known.Account.Email);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await EnsureAllowedAsync(connection, user, ct);
        var isCurrent = await connection.ScalarAsync<bool>(
            $"select true from accounts.users where id = {user} and version = {known.Version} for update", ct);
        if (!isCurrent)
            return null;
        var orders = await connection.ScalarAsync<Guid[]>(PersonalOrderData.Forget(user), ct);
        await connection.ExecuteAsync(ShipmentStore.ForgetRecipients(orders!), ct);
        await connection.ExecuteAsync(Receipts.Forget(orders!), ct);
        await connection.ExecuteAsync(NotificationStore.Forget(user, email), ct);
        await connection.ExecuteAsync(ProductStore.ForgetWatches(email), ct);
        await connection.ExecuteAsync(PilotStore.Forget(user, email), ct);
        var hashes = await connection.ScalarAsync<string[]>(
            $"""
            with ended as (delete from accounts.sessions where user_id = {user} returning access_hash)
            select coalesce(array_agg(access_hash), array[]::text[]) from ended
            """, ct);
        await connection.ExecuteAsync($"delete from accounts.mailed_tokens where user_id = {user}", ct);
        await connection.ExecuteAsync($"delete from accounts.audit where user_id = {user}", ct);
        // Without an address: it says only that this id was an account and is none any more.
        await connection.ExecuteAsync(
            $"""
            with changed as (delete from accounts.users where id = {user} returning id)
            {Audit.OfChanged("account_deleted", new Caller(null))}
            """, ct);
        await transaction.CommitAsync(ct);
        return hashes;
    }
}
