using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Orders;

namespace Shop.Shipping;

/// <summary>Kilograms and centimetres.</summary>
public sealed record Parcel(decimal Weight, decimal Length, decimal Width, decimal Height)
{
    /// <summary>The parcel of a quote that says nothing about the goods, and the smallest one that is sent.</summary>
    public static readonly Parcel Usual = new(1, 30, 20, 10);

    /// <summary>The parcel that the carriers were asked about when the order was placed.</summary>
    public static Parcel Of(Order order) => order.Parcel is { } json
        ? JsonSerializer.Deserialize(json, ShippingJson.Default.Parcel)!
        : Usual;

    public string ToJson() => JsonSerializer.Serialize(this, ShippingJson.Default.Parcel);

    [JsonIgnore]
    public int Grams => (int)Math.Ceiling(Weight * 1000);

    /// <summary>For carriers that quote one piece: the parcels stacked on top of each other.</summary>
    public static Parcel Stacked(IReadOnlyList<Parcel> parcels) => new(
        parcels.Sum(parcel => parcel.Weight),
        parcels.Max(parcel => parcel.Length),
        parcels.Max(parcel => parcel.Width),
        parcels.Sum(parcel => parcel.Height));

    public static int Centimetres(decimal length) => Math.Max(1, (int)Math.Ceiling(length));
}

public sealed record Destination(string City, string PostalCode);

public sealed record Quote(string Carrier, string Service, decimal Cost, int DeliveryDays);

public sealed record ShipmentOrder(
    Guid ShipmentId,
    string OrderNumber,
    Recipient Recipient,
    IReadOnlyList<ShipmentItem> Items,
    Parcel Parcel)
{
    /// <summary>For carriers that want the weight of each piece: its part of the parcel.</summary>
    public int GramsOfPiece => Math.Max(1, Parcel.Grams / Items.Sum(item => item.Quantity));

    public decimal Price => Items.Sum(item => item.Price * item.Quantity);
}

public sealed record ShipmentItem(string Sku, string Name, decimal Price, int Quantity);

public sealed record CarrierEvent(DateTimeOffset At, string Status, string? Place);

/// <summary>A carrier's view of a shipment. Without a tracking number the carrier is still processing it.</summary>
public sealed record CarrierShipment(
    string ProviderId,
    string? TrackingNumber,
    ShipmentStatus Status,
    IReadOnlyList<CarrierEvent> Events,
    string? Failure = null);

[JsonConverter(typeof(EnumNameConverter<ShipmentStatus>))]
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

    /// <summary>Null when the carrier does not deliver there.</summary>
    Task<Quote?> QuoteAsync(Destination destination, IReadOnlyList<Parcel> parcels, CancellationToken ct);

    /// <summary>
    /// No carrier supports idempotency keys: a retry first checks whether the order exists under our number. A result
    /// without a tracking number has to be polled.
    /// </summary>
    Task<CarrierShipment> CreateAsync(ShipmentOrder order, bool mayExist, CancellationToken ct);

    /// <summary>Null when the carrier never had the parcel.</summary>
    Task<CarrierShipment?> FindByNumberAsync(Guid shipment, string orderNumber, CancellationToken ct);

    Task<CarrierShipment> FindAsync(string providerId, string? trackingNumber, CancellationToken ct);

    Task CancelAsync(string providerId, CancellationToken ct);
}
