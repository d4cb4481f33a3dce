using Npgsql;
using Shop.Database;

namespace Shop.Shipping;

/// <summary>Kilograms and centimetres.</summary>
public sealed record Parcel(decimal Weight, decimal Length, decimal Width, decimal Height)
{
    /// <summary>An order's parcel before it is packed.</summary>
    public static readonly Parcel Usual = new(1, 30, 20, 10);
}

public sealed record Destination(string City, string PostalCode);

public sealed record Quote(string Carrier, string Service, decimal Cost, int DeliveryDays);

public sealed record ShipmentOrder(Guid ShipmentId, string OrderNumber, Recipient Recipient, IReadOnlyList<ShipmentItem> Items);

public sealed record ShipmentItem(string Sku, string Name, decimal Price, int Quantity) : IRow<ShipmentItem>
{
    public static ShipmentItem Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetDecimal(2), row.GetInt32(3));
}

public sealed record CarrierEvent(DateTimeOffset At, string Status, string? Place);

/// <summary>What a carrier knows of a shipment; without a tracking number it is still thinking.</summary>
public sealed record CarrierShipment(string ProviderId, string? TrackingNumber, ShipmentStatus Status, IReadOnlyList<CarrierEvent> Events, string? Failure = null);

public enum ShipmentStatus
{
    Creating,
    Created,
    InTransit,
    Delivered,
    Returned,
    Failed,
    Cancelled
}

public interface ICarrier
{
    string Name { get; }

    /// <summary>Null when it does not deliver there.</summary>
    Task<Quote?> QuoteAsync(Destination destination, IReadOnlyList<Parcel> parcels, CancellationToken ct);

    /// <summary>None of the carriers knows an idempotency key: whoever tries again looks first whether the order is there under our number.</summary>
    Task<string> CreateAsync(ShipmentOrder order, bool mayExist, CancellationToken ct);

    Task<CarrierShipment> FindAsync(string providerId, CancellationToken ct);

    Task CancelAsync(string providerId, CancellationToken ct);
}
