using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Shop.Fitting;

/// <summary>A booking that staff makes at the counter or for a caller.</summary>
public sealed record BookingRequest(
    [property: Required] Guid? StationId,
    [property: Required] DateTimeOffset? StartsAt,
    [property: Required, RegularExpression("^[0-9]{6,20}$", ErrorMessage = "must be 6 to 20 digits")] string? Phone,
    [property: StringLength(200)] string? Note);

public sealed record MoveRequest(
    [property: Required] DateTimeOffset? StartsAt, Guid? StationId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<Station>))]
[JsonSerializable(typeof(List<FreeSlot>))]
[JsonSerializable(typeof(List<Booking>))]
[JsonSerializable(typeof(BookingRequest))]
[JsonSerializable(typeof(MoveRequest))]
public sealed partial class FittingJson : JsonSerializerContext;
