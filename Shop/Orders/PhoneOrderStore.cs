using System.Text.Json;
using Npgsql;
using Shop.Accounts;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Orders;

/// <summary>Orders made on the phone, and what callers may hear of orders.</summary>
public sealed class PhoneOrderStore(NpgsqlDataSource database)
{
    /// <summary>How long the link in the text message is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>How many unconfirmed orders one phone may have: each costs a text message.</summary>
    public const int MaxWaiting = 3;

    /// <summary>
    /// Stores what the caller wants and requests its text message. A repeated id changes nothing. False when the phone
    /// has too many waiting orders.
    /// </summary>
    public async Task<bool> AddAsync(
        Guid id, string phone, string language, IReadOnlyList<PhoneOrderItem> items, Guid? call, CancellationToken ct)
    {
        var json = JsonSerializer.Serialize(items, PhoneOrdersJson.Default.IReadOnlyListPhoneOrderItem);
        var total = items.Sum(item => item.Price * item.Quantity);
        await database.ExecuteAsync(
            $"""
            with made as (
                insert into orders.phone_orders (id, phone, language, items, total, call_id, expires_at)
                select {id}, {phone}, {language}, {json}::jsonb, {total}, {call}, now() + {Lifetime}
                where (select count(*) from orders.phone_orders
                    where phone = {phone} and confirmed_at is null and expires_at > now()) < {MaxWaiting}
                on conflict do nothing
                returning id)
            {Outbox.Insert(new PhoneOrderMade(id), Sql.Of($"made"))}
            """, ct);
        return await database.ScalarAsync<bool>(
            $"select exists (select from orders.phone_orders where id = {id})", ct);
    }

    /// <summary>
    /// Makes a new token for the link. Each attempt to send it has one of its own. Null when the order is confirmed or
    /// too old, so that nothing is sent.
    /// </summary>
    public async Task<(PhoneOrder Order, string Token)?> NewTokenAsync(Guid id, CancellationToken ct)
    {
        var token = Secret.New();
        var order = await database.QuerySingleAsync<PhoneOrder>(
            $"""
            update orders.phone_orders p set token_hash = {Secret.Hash(token)}
            where id = {id} and confirmed_at is null and expires_at > now()
            returning {PhoneOrder.Columns}
            """, ct);
        return order is null ? null : (order, token);
    }

    public Task<PhoneOrder?> FindAsync(string token, CancellationToken ct) => database.QuerySingleAsync<PhoneOrder>(
        $"select {PhoneOrder.Columns} from orders.phone_orders p where p.token_hash = {Secret.Hash(token)}", ct);

    public Task ConfirmedAsync(Guid id, CancellationToken ct) => database.ExecuteAsync(
        $"update orders.phone_orders set confirmed_at = now() where id = {id} and confirmed_at is null", ct);

    /// <summary>The order with this number, with or without its letter.</summary>
    public Task<SpokenOrder?> FindOrderAsync(string digits, CancellationToken ct) =>
        database.QuerySingleAsync<SpokenOrder>(
            $"""
            select o.id, o.number, o.status, o.payment_status, o.shipping_method = 'pickup', {End}
            from orders.orders o join {AccountSql.Phones} u on u.id = o.user_id
            where o.number = {"S-" + digits}
            """, ct);

    /// <summary>The latest orders of the accounts with this phone number, newest first.</summary>
    public Task<List<SpokenOrder>> OfPhoneAsync(string phone, int limit, CancellationToken ct) =>
        database.QueryAsync<SpokenOrder>(
            $"""
            select o.id, o.number, o.status, o.payment_status, o.shipping_method = 'pickup', {End}
            from {AccountSql.Phones} u join orders.orders o on o.user_id = u.id
            where u.phone <> '' and {End} = {EndOf(phone)}
            order by o.id desc limit {limit}
            """, ct);

    /// <summary>The last ten digits, which are the same however a number is written.</summary>
    public static string EndOf(string phone)
    {
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits.Length > 10 ? digits[^10..] : digits;
    }

    internal static Sql Export(string phone) => Sql.Of(
        $"""
        select coalesce(jsonb_agg(to_jsonb(p) - 'token_hash' order by p.created_at), '[]')
        from orders.phone_orders p where p.phone = {phone}
        """);

    internal static Sql Forget(string phone) => Sql.Of($"delete from orders.phone_orders where phone = {phone}");

    internal static Sql Old(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"orders.phone_orders"), Sql.Of($"created_at < now() - {age}"));

    static readonly Sql End = Sql.Of($"right(regexp_replace(u.phone, '\\D', '', 'g'), 10)");
}
