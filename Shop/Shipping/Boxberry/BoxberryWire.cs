using System.Text.Json.Serialization;

namespace Shop.Shipping.Boxberry;

sealed record BoxberryCosts(decimal Price, int DeliveryPeriod);

sealed record BoxberryParcel(
    string OrderId,
    decimal Price,
    decimal PaymentSum,
    decimal DeliverySum,
    int Vid,
    BoxberryShop Shop,
    BoxberryCustomer Customer,
    BoxberryCourier Kurdost,
    BoxberryItem[] Items,
    BoxberryWeights Weights,
    int Issue);

sealed record BoxberryShop(string Name, string Name1);
sealed record BoxberryCustomer(string Fio, string Phone);

/// <summary>Boxberry chose the names.</summary>
sealed record BoxberryCourier(string Index, string Citi, string Addressp);
sealed record BoxberryItem(
    string Id,
    string Name,
    [property: JsonPropertyName("UnitName")] string UnitName,
    string Nds,
    decimal Price,
    int Quantity);

/// <summary>Grams and centimetres.</summary>
sealed record BoxberryWeights(int Weight, int X, int Y, int Z);
sealed record BoxberryTrack(string? Track);

/// <summary>
/// A parcel in a date range: {"track":"...","label":"https://...","date":"2026.08.01 10:00:00","send":false,
/// "barcode":"...","imid":"S-1"}
/// </summary>
sealed record BoxberryStory(string? Track, string? Imid);
sealed record BoxberryStatus(
    [property: JsonPropertyName("Date")] string? Date,
    [property: JsonPropertyName("Name")] string? Name);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
[JsonSerializable(typeof(BoxberryCosts))]
[JsonSerializable(typeof(BoxberryParcel))]
[JsonSerializable(typeof(BoxberryTrack))]
[JsonSerializable(typeof(BoxberryStory[]))]
[JsonSerializable(typeof(BoxberryStatus[]))]
sealed partial class BoxberryJson : JsonSerializerContext;
