using Npgsql;
using Shop.Calls;
using Shop.Database;
using Shop.Fitting;
using Shop.Orders;

namespace Shop.Privacy;

/// <summary>
/// What the shop keeps of a phone number: calls, bookings and orders made on the phone. The number of an account is not
/// verified, so staff does this for people who have shown that the number is theirs.
/// </summary>
public sealed class CallerData(NpgsqlDataSource database, CallStore calls)
{
    /// <summary>All of it as JSON.</summary>
    public async Task<string> ExportAsync(string phone, CancellationToken ct)
    {
        var spoken = await calls.ExportAsync(phone, ct);
        var rest = await database.ScalarAsync<string>(
            $"""
            select jsonb_build_object(
                'phone', {phone}::text, 'calls', {spoken}::jsonb, 'bookings', ({FittingStore.Export(phone)}),
                'phone_orders', ({PhoneOrderStore.Export(phone)}))::text
            """, ct);
        return rest!;
    }

    /// <summary>Deletes it and returns how many calls there were.</summary>
    public async Task<int> ForgetAsync(string phone, CancellationToken ct)
    {
        await database.ExecuteAsync([FittingStore.Forget(phone), PhoneOrderStore.Forget(phone)], ct);
        return await calls.ForgetAsync(phone, ct);
    }
}
