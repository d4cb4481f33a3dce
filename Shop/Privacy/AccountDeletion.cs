using Npgsql;
using Shop.Accounts;
using Shop.Catalog;
using Shop.Database;
using Shop.Notifications;
using Shop.Orders;
using Shop.Payments;
using Shop.Pilot;
using Shop.Shipping;

namespace Shop.Privacy;

/// <summary>
/// Deletes an account at its owner's request. Orders, payments and the shop's own records stay, without the person:
/// they have the id of an account that no longer exists.
/// </summary>
public sealed class AccountDeletion(NpgsqlDataSource database, SessionStore sessions, IAccessTokens access)
{
    /// <summary>
    /// False when the password or the role has changed since <paramref name="known"/> was read. An order under way
    /// prevents the deletion, because its parcel needs the address; so does being the last admin.
    /// </summary>
    public async Task<bool> DeleteAsync(Credentials known, CancellationToken ct)
    {
        var user = known.Account.Id;
        await EnsureAllowedAsync(user, ct);
        var open = (await sessions.OfAsync(user, ct)).ConvertAll(session => session.AccessHash);
        if (open.Count > 0)
            await access.DropAsync([.. open]);
        var ended = await DeleteRowsAsync(known, ct);
        if (ended?.Except(open).ToArray() is { Length: > 0 } late)
            await access.DropAsync(late);
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
        var isCurrent = await AccountStore.LockAsync(connection, known, ct);
        if (!isCurrent)
            return null;
        var orders = await connection.ScalarAsync<Guid[]>(PersonalOrderData.Forget(user), ct);
        await connection.ExecuteAsync(ShipmentStore.ForgetRecipients(orders!), ct);
        await connection.ExecuteAsync(Receipts.Forget(orders!), ct);
        await connection.ExecuteAsync(NotificationStore.Forget(user, email), ct);
        await connection.ExecuteAsync(ProductStore.ForgetWatches(email), ct);
        await ErasedUsers.AddAsync(connection, user, email, ct);
        await connection.ExecuteAsync(PilotStore.Forget(user, email), ct);
        var hashes = await AccountStore.DeleteAsync(connection, user, ct);
        await transaction.CommitAsync(ct);
        return hashes;
    }
}
