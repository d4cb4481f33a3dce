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

public sealed record PackageRequest([property: Range(0.001, 100_000)] decimal Weight, DimensionsRequest? Dimensions);

public sealed record QuoteRequest(
    Guid? OrderId,
    [property: Required] DestinationRequest? Destination,
    [property: MinLength(1), MaxLength(50)] PackageRequest[]? Packages,
    [property: StringLength(30)] string? Service,
    [property: StringLength(30)] string? Carrier,
    [property: MaxLength(100)] OrderItem[]? Items = null);

public sealed record QuoteAnswer(decimal Cost, int DeliveryDays, string Service, string Carrier, List<Quote> Quotes);

public sealed record Recipient(
    [property: Required, StringLength(200)] string? Name,
    [property: Required, StringLength(30)] string? Phone,
    [property: Required, StringLength(500)] string? Address);

public sealed record ShipmentRequest(
    [property: Required] Guid? OrderId,
    [property: StringLength(30)] string? Service,
    [property: StringLength(30)] string? Carrier,
    [property: Required] Recipient? Recipient);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(QuoteRequest))]
[JsonSerializable(typeof(QuoteAnswer))]
[JsonSerializable(typeof(Parcel))]
[JsonSerializable(typeof(ShipmentRequest))]
[JsonSerializable(typeof(Shipment))]
[JsonSerializable(typeof(List<ShipmentItem>))]
public sealed partial class ShippingJson : JsonSerializerContext;
