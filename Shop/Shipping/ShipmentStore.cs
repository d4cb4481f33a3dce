using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using Shop.Database;
using Shop.Orders;

namespace Shop.Shipping;

public sealed record Shipment(
    Guid Id,
    Guid OrderId,
    string? TrackingNumber,
    string Status,
    string Carrier,
    [property: JsonConverter(typeof(RawJsonConverter))] string Events) : IRow<Shipment>
{
    internal static readonly Sql Columns = Sql.Of(
        $"""
        s.id, s.order_id, s.tracking_number, s.status, s.carrier,
        coalesce((select json_agg(json_build_object('at', e.at, 'status', e.status, 'place', e.place) order by e.at) from shipping.events e where e.shipment_id = s.id), '[]'),
        s.provider_id, s.attempts, s.recipient
        """);

    [JsonIgnore]
    public string? ProviderId { get; init; }

    [JsonIgnore]
    public int Attempts { get; init; }

    [JsonIgnore]
    public string RecipientJson { get; init; } = "";

    public static Shipment Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetGuid(1), row.TextOrNull(2), row.GetString(3), row.GetString(4), row.GetString(5)) { ProviderId = row.TextOrNull(6), Attempts = row.GetInt32(7), RecipientJson = row.GetString(8) };
}

/// <summary>
/// A shipment is written down and claimed before the carrier hears of it. Whoever finds a claim that has run out was preceded by somebody who died, and asks
/// the carrier first whether the order is there already.
/// </summary>
public sealed class ShipmentStore(NpgsqlDataSource database, Carriers carriers)
{
    // Longer than an attempt to reach a carrier may take.
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(25);

    public Task<Shipment?> FindAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<Shipment>($"select {Shipment.Columns} from shipping.shipments s where s.id = {id}", ct);

    public Task<Shipment?> FindByTrackingAsync(string number, CancellationToken ct) =>
        database.QuerySingleAsync<Shipment>($"select {Shipment.Columns} from shipping.shipments s where s.tracking_number = {number} limit 1", ct);

    public Task<Shipment?> FindOfOrderAsync(Guid order, CancellationToken ct) =>
        database.QuerySingleAsync<Shipment>($"select {Shipment.Columns} from shipping.shipments s where s.order_id = {order}", ct);

    public static Task<string?> TrackingNumberAsync(NpgsqlDataSource database, Guid order, CancellationToken ct) =>
        database.ScalarAsync<string>($"select tracking_number from shipping.shipments where order_id = {order}", ct);

    /// <summary>Creates it at the carrier, once, however often it is asked for.</summary>
    public async Task<Shipment> CreateAsync(Order order, string service, Recipient recipient, CancellationToken ct)
    {
        var carrier = await ChooseAsync(service, order, ct);
        var claimed = await database.QuerySingleAsync<Shipment>(
            $"""
            insert into shipping.shipments as s (id, order_id, carrier, recipient, claimed_until)
            values ({Guid.CreateVersion7()}, {order.Id}, {carrier.Name}, {JsonSerializer.Serialize(recipient, ShippingJson.Default.Recipient)}::json, now() + {Lease})
            on conflict (order_id) do update set attempts = s.attempts + 1, claimed_until = excluded.claimed_until
            where s.status = 'creating' and s.claimed_until < now()
            returning {Shipment.Columns}
            """, ct);
        if (claimed is null)
        {
            var other = (await FindOfOrderAsync(order.Id, ct))!;
            return other.Status != "creating" ? other : throw new ShopException(ErrorCode.Conflict, "The shipment is being created.", permanent: false);
        }
        try
        {
            return await CreateAsync(claimed, order, ct);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or ShopException)
        {
            // Given back, so that the next attempt need not wait for the claim to run out; it will look first.
            await database.ExecuteAsync($"update shipping.shipments set claimed_until = now(), failure = {e.Message} where id = {claimed.Id} and status = 'creating'", ct);
            throw;
        }
    }

    async Task<Shipment> CreateAsync(Shipment shipment, Order order, CancellationToken ct)
    {
        var carrier = carriers.Named(shipment.Carrier);
        var recipient = JsonSerializer.Deserialize(shipment.RecipientJson, ShippingJson.Default.Recipient)!;
        var items = await OrderStore.ItemsAsync(database, order.Id, ct);
        var providerId = await carrier.CreateAsync(new(shipment.Id, order.Number, recipient, items), mayExist: shipment.Attempts > 1, ct);
        // It may take the carrier a while to give the parcel its number; tracking then brings it.
        var known = await carrier.FindAsync(providerId, ct);
        if (known.Status == ShipmentStatus.Failed)
            throw new ShopException(ErrorCode.Unprocessable, $"{carrier.Name} does not take the parcel: {known.Failure}");

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(
            $"""
            update shipping.shipments set status = 'created', provider_id = {providerId}, tracking_number = {known.TrackingNumber}, failure = null
            where id = {shipment.Id} and status = 'creating'
            """, ct);
        var moved = await OrderChanges.ShipmentCreatedAsync(connection, order.Id, known.TrackingNumber ?? providerId, ct);
        if (moved is null)
            await connection.ExecuteAsync($"update shipping.shipments set status = 'cancelled' where id = {shipment.Id}", ct);
        await transaction.CommitAsync(ct);
        // The order was cancelled meanwhile: nobody waits for this parcel.
        if (moved is null)
            await carrier.CancelAsync(providerId, ct);
        return (await FindAsync(shipment.Id, ct))!;
    }

    /// <summary>Shipments on their way that nobody has looked after for a while.</summary>
    public Task<List<Shipment>> ClaimMovingAsync(int limit, TimeSpan interval, CancellationToken ct) => database.QueryAsync<Shipment>(
        $"""
        update shipping.shipments s set next_check_at = now() + {interval}
        where s.id = any (array(
            select id from shipping.shipments where status in ('created', 'in_transit') and next_check_at < now() order by next_check_at limit {limit} for update skip locked))
        returning {Shipment.Columns}
        """, ct);

    /// <summary>Brings the shipment, and its order, to where the carrier says it is.</summary>
    public async Task TrackAsync(Shipment shipment, CancellationToken ct)
    {
        var known = await carriers.Named(shipment.Carrier).FindAsync(shipment.ProviderId!, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(
            $"""
            insert into shipping.events (shipment_id, at, status, place)
            select {shipment.Id}, at, status, place
            from unnest({known.Events.Select(e => e.At).ToArray()}, {known.Events.Select(e => e.Status).ToArray()}, {known.Events.Select(e => e.Place).ToArray()}) as e(at, status, place)
            on conflict do nothing
            """, ct);
        var status = Wire(known.Status);
        var isNews = await connection.ExecuteAsync(
            $"""
            update shipping.shipments set status = {status}, tracking_number = coalesce({known.TrackingNumber}, tracking_number)
            where id = {shipment.Id} and status in ('created', 'in_transit') and (status <> {status} or tracking_number is null)
            """, ct) == 1;
        if (isNews && known.Status is ShipmentStatus.InTransit or ShipmentStatus.Delivered)
        {
            await OrderChanges.ShippedAsync(connection, shipment.OrderId, ct);
            if (known.Status == ShipmentStatus.Delivered)
                await OrderChanges.DeliveredAsync(connection, shipment.OrderId, ct);
        }
        await transaction.CommitAsync(ct);
    }

    async Task<ICarrier> ChooseAsync(string service, Order order, CancellationToken ct)
    {
        if (!service.Equals(Carriers.Standard, StringComparison.OrdinalIgnoreCase))
            return carriers.Named(service);
        var address = order.ShippingAddress is null ? null : JsonSerializer.Deserialize(order.ShippingAddress, OrdersJson.Default.Address);
        var quotes = await carriers.QuotesAsync(service, new(address?.City ?? "", address?.PostalCode ?? ""), [Parcel.Usual], ct);
        return quotes.Count > 0 ? carriers.Named(quotes[0].Carrier) : throw new ShopException(ErrorCode.Unavailable, "No carrier answers at the moment.", permanent: false);
    }

    static string Wire(ShipmentStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());
}
