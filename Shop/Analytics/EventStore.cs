using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Shop.Database;

namespace Shop.Analytics;

public sealed class EventStore(NpgsqlDataSource database)
{
    (DateOnly Day, Guid Salt) _salt;

    /// <summary>Inserts all events with one statement.</summary>
    public async Task AddAsync(IReadOnlyList<VisitorEvent> events, CancellationToken ct)
    {
        var visitors = new Guid[events.Count];
        for (var i = 0; i < events.Count; i++)
        {
            var visitor = events[i].Visitor;
            visitors[i] = Digest(events[i].IsAddress ? $"{await SaltAsync(events[i].At, ct)} {visitor}" : visitor);
        }
        await database.ExecuteAsync(
            $"""
            insert into analytics.events (at, type, visitor, product_id, quantity, data)
            select e.at, e.type, e.visitor, e.product_id, e.quantity, e.data::json
            from unnest(
                {Column(events, e => e.At)},
                {Column(events, e => e.Type)},
                {visitors},
                {Column(events, e => e.ProductId)},
                {Column(events, e => e.Quantity)},
                {Column(events, e => e.Data)}) e (at, type, visitor, product_id, quantity, data)
            """, ct);
    }

    /// <summary>Inserts the order and its lines once for each row of <paramref name="happened"/>.</summary>
    public static Sql InsertOrder(Guid order, Sql happened) => Sql.Of(
        $"""
        insert into analytics.events (at, type, product_id, quantity, amount)
        select now(), 'order', null::uuid, 1, total from orders.orders, {happened} where id = {order}
        union all
        select now(), 'sold', product_id, quantity, price * quantity
        from orders.lines, {happened} where order_id = {order}
        """);

    async Task<Guid> SaltAsync(DateTimeOffset at, CancellationToken ct)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        if (_salt.Day == day)
            return _salt.Salt;
        await database.ExecuteAsync($"insert into analytics.salts (day) values ({day}) on conflict do nothing", ct);
        _salt = (day, await database.ScalarAsync<Guid>($"select salt from analytics.salts where day = {day}", ct));
        return _salt.Salt;
    }

    static T[] Column<T>(IReadOnlyList<VisitorEvent> events, Func<VisitorEvent, T> column) =>
        [.. events.Select(column)];

    static Guid Digest(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
