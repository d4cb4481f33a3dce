using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Shop.Orders;

namespace Shop.Shipping;

public sealed record DestinationRequest(
    [property: Required, StringLength(100)] string? City,
    [property: Required, StringLength(20)] string? PostalCode);

public sealed record DimensionsRequest(
    [property: Range(0, 1000)] decimal Length,
    [property: Range(0, 1000)] decimal Width,
    [property: Range(0, 1000)] decimal Height);

/// <summary>The weight is in kilograms. No carrier takes a ton.</summary>
public sealed record PackageRequest([property: Range(0.001, 1000)] decimal Weight, DimensionsRequest? Dimensions);

public sealed record QuoteRequest(
    Guid? OrderId,
    [property: Required] DestinationRequest? Destination,
    [property: MinLength(1), MaxLength(50), NoNulls] List<PackageRequest>? Packages,
    [property: StringLength(30)] string? Service,
    [property: StringLength(30)] string? Carrier,
    [property: MaxLength(100), NoNulls] List<OrderItem>? Items = null);

public sealed record QuoteAnswer(decimal Cost, int DeliveryDays, string Service, string Carrier, List<Quote> Quotes);

/// <summary>The address is one line: "170000, Тверь, Лесная, 5".</summary>
public sealed record Recipient(string? Name, string? Phone, string? Address);

public sealed record ShipmentRequest(
    [property: Required] Guid? OrderId,
    [property: StringLength(30)] string? Service,
    [property: StringLength(30)] string? Carrier,
    [property: Required] RecipientRequest? Recipient);

public sealed record RecipientRequest(
    [property: Required, StringLength(200)] string? Name,
    [property: Required, StringLength(30)] string? Phone,
    [property: Required] RecipientAddress? Address)
{
    public Recipient ToRecipient(string address) => new(Name, Phone, address);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(QuoteRequest))]
[JsonSerializable(typeof(QuoteAnswer))]
[JsonSerializable(typeof(Parcel))]
[JsonSerializable(typeof(ShipmentRequest))]
[JsonSerializable(typeof(Recipient))]
[JsonSerializable(typeof(AddressParts))]
[JsonSerializable(typeof(Shipment))]
[JsonSerializable(typeof(List<ShipmentItem>))]
public sealed partial class ShippingJson : JsonSerializerContext;
