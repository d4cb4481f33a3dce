using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Audit;
using Shop.Database;
using Shop.Messaging;
using Shop.Orders;

namespace Shop.Shipping;

public sealed record Shipment(
    Guid Id,
    Guid OrderId,
    string? TrackingNumber,
    ShipmentStatus Status,
    string Carrier,
    [property: JsonConverter(typeof(RawJsonConverter))] string Events) : IRow<Shipment>
{
    internal static readonly Sql Columns = Sql.Of(
        $"""
        s.id, s.order_id, s.tracking_number, s.status, s.carrier,
        coalesce(
            (select json_agg(json_build_object('at', e.at, 'status', e.status, 'place', e.place) order by e.at)
            from shipping.events e where e.shipment_id = s.id), '[]'),
        s.provider_id, s.attempts, s.recipient
        """);

    [JsonIgnore]
    public string? ProviderId { get; init; }

    /// <summary>For a shipment that the carrier has created.</summary>
    internal string KnownProviderId =>
        ProviderId ?? throw new InvalidOperationException($"Shipment {Id} has no id at {Carrier} yet.");

    [JsonIgnore]
    public int Attempts { get; init; }

    [JsonIgnore]
    public string RecipientJson { get; init; } = "";

    public static Shipment Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<Guid>(),
        row.TextOrNull(),
        row.Named<ShipmentStatus>(),
        row.Get<string>(),
        row.Get<string>())
    {
        ProviderId = row.TextOrNull(),
        Attempts = row.Get<int>(),
        RecipientJson = row.Get<string>()
    };
}

/// <summary>
/// A shipment is stored and claimed before the carrier is called. An expired claim means that the previous owner died,
/// so the next one first asks the carrier whether the order exists already. Locks are taken in the order: order,
/// shipment.
/// </summary>
public sealed class ShipmentStore(
    NpgsqlDataSource database, Carriers carriers, ShippingTariff tariff, IOptions<ShippingOptions> options)
{
    // Longer than the timeout of a carrier call.
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(25);

    /// <summary>Removes who the parcels of these orders went to.</summary>
    internal static Sql ForgetRecipients(Guid[] orders)
    {
        var nobody = JsonSerializer.Serialize(new Recipient("", "", ""), ShippingJson.Default.Recipient);
        return Sql.Of($"update shipping.shipments set recipient = {nobody}::json where order_id = any({orders})");
    }

    public Task<Shipment?> FindAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<Shipment>(
            $"select {Shipment.Columns} from shipping.shipments s where s.id = {id}", ct);

    public Task<Shipment?> FindByTrackingAsync(string number, CancellationToken ct) =>
        database.QuerySingleAsync<Shipment>(
            $"select {Shipment.Columns} from shipping.shipments s where s.tracking_number = {number} limit 1", ct);

    public Task<Shipment?> FindOfOrderAsync(Guid order, CancellationToken ct) =>
        database.QuerySingleAsync<Shipment>(
            $"select {Shipment.Columns} from shipping.shipments s where s.order_id = {order}", ct);

    public static Task<string?> TrackingNumberAsync(NpgsqlDataSource database, Guid order, CancellationToken ct) =>
        database.ScalarAsync<string>($"select tracking_number from shipping.shipments where order_id = {order}", ct);

    internal static Sql Timeline(Guid order) => Sql.Of(
        $"""
        select s.created_at, 'shipment', s.carrier, s.status, concat_ws(' · ', s.tracking_number, s.failure), null,
            s.id::text, s.trace_id
        from shipping.shipments s where s.order_id = {order}
        union all
        select e.at, 'parcel', e.status, null, e.place, null, null, null
        from shipping.shipments s join shipping.events e on e.shipment_id = s.id where s.order_id = {order}
        """);

    /// <summary>
    /// Creates the shipment once, however often this is called. Without a service, at the carrier that the order was
    /// placed with. Null when the order is cancelled or refunded, even if that happened meanwhile. The message that
    /// asks for the shipment is recorded with it.
    /// </summary>
    public async Task<Shipment?> CreateAsync(
        Order order, string? service, Recipient recipient, CancellationToken ct, NewAuditEntry? act = null,
        MessageContext? message = null)
    {
        if (order.ShippingCreated && await FindOfOrderAsync(order.Id, ct) is { } existing)
            return existing;
        var address = order.GetShipTo();
        var carrier = await ChooseAsync(service ?? order.Carrier ?? order.ShippingMethod, order, address, ct);
        var claimed = await database.QuerySingleAsync<Shipment>(
            $"""
            with o as ({OrderChanges.LockUnshipped(order.Id)}),
            s as (
                insert into shipping.shipments as s (id, order_id, carrier, recipient, claimed_until, trace_id)
                select {Guid.CreateVersion7()}, id, {carrier},
                    {JsonSerializer.Serialize(recipient, ShippingJson.Default.Recipient)}::json, now() + {Lease},
                    {ShopTelemetry.TraceId}
                from o
                on conflict (order_id) do update
                set attempts = case s.status when 'creating' then s.attempts + 1 else 1 end,
                    status = 'creating', provider_id = null, tracking_number = null,
                    carrier = case s.status when 'creating' then s.carrier else excluded.carrier end,
                    recipient = case s.status when 'creating' then s.recipient else excluded.recipient end,
                    claimed_until = excluded.claimed_until
                where s.status in ('creating', 'cancelled') and s.claimed_until < now()
                returning *
            )
            {NewAuditEntry.With(act, Sql.Of($"s"))}
            select {Shipment.Columns} from s
            """, ct);
        if (claimed is null)
        {
            return await FindOfOrderAsync(order.Id, ct) switch
            {
                { Status: ShipmentStatus.Creating } =>
                    throw new ShopException(ErrorCode.Conflict, "The shipment is being created.", permanent: false),
                { Status: ShipmentStatus.Cancelled } => null,
                var other => other
            };
        }
        try
        {
            return await CreateAsync(claimed, order, message, ct);
        }
        catch (Exception e) when (e is HttpRequestException or ShopException)
        {
            // Release the claim, so that the next attempt need not wait for it to expire. That attempt looks for the
            // order first.
            await database.ExecuteAsync(
                $"""
                update shipping.shipments set claimed_until = now(), failure = {e.Message}
                where id = {claimed.Id} and status = 'creating'
                """, ct);
            if (e is ShopException)
                throw;
            throw new ShopException(
                ErrorCode.Unavailable,
                $"{claimed.Carrier} does not answer.",
                permanent: false,
                e);
        }
    }

    async Task<Shipment?> CreateAsync(
        Shipment shipment, Order order, MessageContext? message, CancellationToken ct)
    {
        var carrier = carriers.Named(shipment.Carrier);
        var recipient = JsonSerializer.Deserialize(shipment.RecipientJson, ShippingJson.Default.Recipient)!;
        var items = JsonSerializer.Deserialize(order.Items, ShippingJson.Default.ListShipmentItem)!;
        var request = new ShipmentOrder(shipment.Id, order.Number, recipient, items, Parcel.Of(order));
        var known = await carrier.CreateAsync(request, mayExist: shipment.Attempts > 1, ct);
        // A carrier may assign the tracking number later. Tracking then brings it.
        if (known.TrackingNumber is null)
            known = await carrier.FindAsync(known.ProviderId, null, ct);
        if (known.Status == ShipmentStatus.Failed)
            throw new ShopException(
                ErrorCode.Unprocessable,
                $"{carrier.Name} rejected the parcel: {known.Failure}");

        if (await StoreAsync(shipment.Id, order.Id, known, message, ct) is { } stored)
        {
            if (stored.IsOrderMoved)
            {
                message?.Recorded();
                return stored.Shipment;
            }
            await RecallAsync(order.Id, ct);
            return null;
        }
        // Our claim expired, and the next owner created or recalled another parcel. Nobody needs this one.
        var other = (await FindAsync(shipment.Id, ct))!;
        if (other.ProviderId != known.ProviderId)
            await carrier.CancelAsync(known.ProviderId, ct);
        return other.Status == ShipmentStatus.Cancelled ? null : other;
    }

    /// <summary>
    /// Updates the shipment and its order in one statement. Null when another caller was faster. If the order was
    /// cancelled or refunded meanwhile, only the shipment changes, which is then to be recalled. The carrier has just
    /// said where the parcel is, so the next check is due after an interval, unless a number is missing.
    /// </summary>
    Task<StoredShipment?> StoreAsync(
        Guid id, Guid order, CarrierShipment known, MessageContext? message, CancellationToken ct) =>
        database.QuerySingleAsync<StoredShipment>(
            $"""
            with o as ({OrderChanges.Lock(order)}),
            mine as (
                select id from shipping.shipments
                where id = {id} and status = 'creating' and exists (select from o) for update
            ),
            {OrderChanges.ShipmentCreated(order, known.TrackingNumber ?? known.ProviderId, Sql.Of($"(select from mine)"))},
            s as (
                update shipping.shipments
                set status = 'created', provider_id = {known.ProviderId}, tracking_number = {known.TrackingNumber},
                    failure = null, claimed_until = now(),
                    next_check_at = now() + {NextCheck(known)}
                where id in (select id from mine)
                returning *
            ),
            e as ({InsertEvents(Sql.Of($"(select id from mine)"), known)})
            {(message is null ? Sql.Of($"") : Sql.Of($", {message.RecordWith(Sql.Of($"(select from moved)"))}"))}
            select {Shipment.Columns}, exists (select from moved) from s
            """, ct);

    TimeSpan NextCheck(CarrierShipment known) =>
        known is { Status: ShipmentStatus.Created, TrackingNumber: not null }
            ? options.Value.TrackingInterval
            : TimeSpan.Zero;

    sealed record StoredShipment(Shipment Shipment, bool IsOrderMoved) : IRow<StoredShipment>
    {
        public static StoredShipment Read(RowReader row) => new(Shipment.Read(row), row.Get<bool>());
    }

    /// <summary>
    /// Cancels a shipment that the carrier has not collected yet. Returns when no parcel of the order is on its way, or
    /// can be. A shipment whose creator died is looked up at the carrier, which may never have had the parcel.
    /// </summary>
    public async Task RecallAsync(Guid order, CancellationToken ct)
    {
        var claimed = await database.QuerySingleAsync<Shipment>(
            $"""
            update shipping.shipments s set claimed_until = now() + {Lease}
            where s.order_id = {order} and status in ('creating', 'created') and claimed_until <= now()
            returning {Shipment.Columns}
            """, ct);
        if (claimed is null)
        {
            switch (await FindOfOrderAsync(order, ct))
            {
                case { Status: ShipmentStatus.Creating or ShipmentStatus.Created }:
                    throw new ShopException(ErrorCode.Conflict, "The shipment is in use.", permanent: false);
                case { Status: ShipmentStatus.InTransit or ShipmentStatus.Delivered, Status: var status }:
                    throw new ShopException(
                        ErrorCode.Conflict, $"The parcel cannot be recalled: it is {status.Spelling()}.");
                default:
                    return;
            }
        }
        var recalled = claimed.Status;
        var parcel = claimed.ProviderId;
        try
        {
            var carrier = carriers.Named(claimed.Carrier);
            if (claimed.Status == ShipmentStatus.Creating)
                parcel = await FindLostAsync(carrier, claimed, ct);
            if (parcel is not null)
                await carrier.CancelAsync(parcel, ct);
            recalled = ShipmentStatus.Cancelled;
        }
        finally
        {
            // If the carrier refused, the next check shows where the parcel is.
            await database.ExecuteAsync(
                $"""
                update shipping.shipments
                set claimed_until = now(), next_check_at = now(), status = {recalled.Spelling()}, provider_id = {parcel}
                where id = {claimed.Id} and status = {claimed.Status.Spelling()}
                """, CancellationToken.None);
        }
    }

    /// <summary>The carrier's id of a parcel whose creator died. Null when there is nothing to cancel.</summary>
    async Task<string?> FindLostAsync(ICarrier carrier, Shipment shipment, CancellationToken ct)
    {
        var number = await OrderStore.NumberAsync(database, shipment.OrderId, ct);
        var known = await carrier.FindByNumberAsync(shipment.Id, number, ct);
        if (known is { TrackingNumber: null })
            known = await carrier.FindAsync(known.ProviderId, null, ct);
        return known is null or { Status: ShipmentStatus.Failed or ShipmentStatus.Cancelled } ? null : known.ProviderId;
    }

    public static Sql IsRecalled(Guid order) => Sql.Of(
        $"exists (select from shipping.shipments where order_id = {order} and status = 'cancelled')");

    /// <summary>Makes an order shipped whose parcel left while the order was refunded.</summary>
    internal static async Task CatchUpAsync(NpgsqlConnection connection, Guid order, CancellationToken ct)
    {
        var status = await connection.ScalarAsync<string>(
            $"select status from shipping.shipments where order_id = {order}", ct);
        if (status is "in_transit" or "delivered")
            await OrderChanges.ShippedAsync(connection, order, ct);
        if (status == "delivered")
            await OrderChanges.DeliveredAsync(connection, order, ct);
    }

    /// <summary>Claims shipments on their way that are due for a check.</summary>
    public Task<List<Shipment>> ClaimMovingAsync(int limit, TimeSpan interval, CancellationToken ct) =>
        database.QueryAsync<Shipment>(
            $"""
            update shipping.shipments s set next_check_at = now() + {interval}
            where s.id = any (array(
                select id from shipping.shipments
                where status in ('created', 'in_transit') and next_check_at < now()
                order by next_check_at limit {limit} for update skip locked))
            returning {Shipment.Columns}
            """, ct);

    /// <summary>
    /// Schedules a check now, after an unauthenticated notification. Nothing else in it is trusted: the next tracking
    /// run asks the carrier.
    /// </summary>
    public Task ScheduleCheckAsync(string carrier, string providerId, CancellationToken ct) => database.ExecuteAsync(
        $"""
        update shipping.shipments set next_check_at = now()
        where provider_id = {providerId} and carrier = {carrier} and status in ('created', 'in_transit')
        """, ct);

    /// <summary>Updates the shipment and its order to the carrier's state.</summary>
    public async Task TrackAsync(Shipment shipment, CancellationToken ct)
    {
        using var span = ShopTelemetry.Begin("track parcel");
        var carrier = carriers.Named(shipment.Carrier);
        var known = await carrier.FindAsync(shipment.KnownProviderId, shipment.TrackingNumber, ct);
        var events = InsertEvents(Sql.Of($"(select {shipment.Id} as id)"), known);
        if (known.Status == shipment.Status && shipment.TrackingNumber is not null)
        {
            await database.ExecuteAsync(events, ct);
            return;
        }
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(events, ct);
        var status = known.Status.Spelling();
        var isChanged = await connection.ExecuteAsync(
            $"""
            update shipping.shipments
            set status = {status}, tracking_number = coalesce({known.TrackingNumber}, tracking_number)
            where id = {shipment.Id} and status in ('created', 'in_transit')
                and (status <> {status} or tracking_number is null)
            """, ct) == 1;
        if (isChanged)
            await CatchUpAsync(connection, shipment.OrderId, ct);
        await transaction.CommitAsync(ct);
    }

    static Sql InsertEvents(Sql shipment, CarrierShipment known) => Sql.Of(
        $"""
        insert into shipping.events (shipment_id, at, status, place)
        select s.id, at, status, place
        from {shipment} s, unnest(
            {known.Events.Select(e => e.At.ToUniversalTime()).ToArray()},
            {known.Events.Select(e => e.Status).ToArray()},
            {known.Events.Select(e => e.Place).ToArray()}) as e(at, status, place)
        on conflict do nothing
        """);

    /// <summary>Asks the carriers for quotes only when no shipment of the order exists yet.</summary>
    async Task<string> ChooseAsync(string service, Order order, Address address, CancellationToken ct)
    {
        if (!service.Equals(Carriers.Standard, StringComparison.OrdinalIgnoreCase))
            return carriers.Named(service).Name;
        if (await FindOfOrderAsync(order.Id, ct) is { } existing)
            return existing.Carrier;
        var to = new Destination(address.City!, address.PostalCode!);
        var (quote, haveAllAnswered) = await tariff.CheapestAsync(service, to, Parcel.Of(order), ct);
        return quote?.Carrier ?? throw (haveAllAnswered
            ? new ShopException(ErrorCode.Unprocessable, "No carrier delivers this order to its address.")
            : new ShopException(ErrorCode.Unavailable, "No carrier answers at the moment.", permanent: false));
    }
}
