using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.Tests.Database;
using Shop.Tickets;
using Shop.Tickets.Checks;
using Shop.Tickets.Facts;
using Shop.Tickets.Freshness;

namespace Shop.Tests.Tickets;

/// <summary>
/// A database of its own, whose staging a test writes as the import does, and whose facts and marts it derives.
/// </summary>
sealed class Warehouse : IAsyncDisposable
{
    readonly FreshDatabase _database;

    Warehouse(FreshDatabase database, NpgsqlConnection connection) => (_database, Connection) = (database, connection);

    public NpgsqlConnection Connection { get; }
    public NpgsqlDataSource Source => _database.Source;

    public TicketDerivation Derivation { get; } = new(new TicketChecks(
        Options.Create(new TicketCheckOptions()), Options.Create(new TicketFreshnessOptions())));

    public static async Task<Warehouse> CreateAsync(ShopFixture shop, CancellationToken ct)
    {
        var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        return new(database, await database.Source.OpenConnectionAsync(ct));
    }

    public Task<DerivationResult> DeriveAsync(CancellationToken ct) =>
        Derivation.RunAsync(Connection, Guid.CreateVersion7(), ct);

    /// <summary>The new state of objects and the note that they have changed.</summary>
    public Task StageAsync(string resource, CancellationToken ct, params IEnumerable<JsonObject> bodies) =>
        StageAsync(Connection, resource, ct, bodies);

    public static async Task StageAsync(
        NpgsqlConnection connection, string resource, CancellationToken ct, params IEnumerable<JsonObject> bodies)
    {
        var items = bodies.ToList();
        await connection.ExecuteAsync(
            $"""
            with staged as (
                insert into ticket_staging.items as i
                    (resource, item_id, hash, body, updated_at, deleted, run_id, received_at)
                select {resource}, id, convert_to(body::text, 'UTF8'), body, (body ->> 'updated_at')::timestamptz,
                    body ->> 'deleted_at' is not null, {Guid.CreateVersion7()}, now()
                from unnest({items.Select(item => item.ToJsonString()).ToArray()}::jsonb[]) body,
                    lateral (select (body ->> 'id')::bigint as id) key
                on conflict (resource, item_id) do update
                set hash = excluded.hash, body = excluded.body, updated_at = excluded.updated_at, deleted = excluded.deleted
                returning resource, item_id)
            insert into ticket_staging.changes select resource, item_id from staged
            """, ct);
    }

    /// <summary>An order of event 1 and its tickets, each with an id, a price in roubles and what differs.</summary>
    public static JsonObject Order(
        long id,
        DateTimeOffset payedAt,
        object? utm,
        params IEnumerable<(long Id, decimal Price, object More)> tickets) => new()
        {
            ["id"] = id,
            ["event_id"] = 1,
            ["payed"] = 1,
            ["payed_at"] = $"{payedAt:O}",
            ["created_at"] = $"{payedAt:O}",
            ["updated_at"] = $"{payedAt:O}",
            ["currency_id"] = "RUB",
            ["utm"] = utm is null ? new JsonArray() : Json(utm),
            ["baskets"] = new JsonArray(
                [
                    .. tickets.Select(ticket =>
                    {
                        var basket = (JsonObject)Json(ticket.More);
                        basket["id"] = ticket.Id;
                        basket["price"] = ticket.Price;
                        basket.TryAdd("show_id", 11);
                        basket.TryAdd("quantity", 1);
                        return basket;
                    })
                ])
        };

    public static JsonNode Json(object value) => System.Text.Json.JsonSerializer.SerializeToNode(value)!;

    /// <summary>The rows of facts and marts as text, in the order of their keys.</summary>
    public async Task<string[]> RowsAsync(string table, CancellationToken ct)
    {
        var rows = new Sql(0, 0);
        rows.AppendLiteral($"select array(select t::text from {table} t order by t::text)");
        return (await Connection.ScalarAsync<string[]>(rows, ct))!;
    }

    public async Task<string[]> SalesAsync(CancellationToken ct) => (await Connection.ScalarAsync<string[]>(
        $"""
        select array(select concat_ws(' ', day, tickets, revenue, returned_tickets, refunded) from ticket_marts.sales order by day)
        """, ct))!;

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await _database.DisposeAsync();
    }
}
