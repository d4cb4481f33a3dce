using System.Text.Json.Serialization;

namespace Shop.Shipping.RussianPost;

/// <summary>Grams and centimetres.</summary>
sealed record PostTariffRequest(
    string IndexFrom,
    string IndexTo,
    string MailCategory,
    string MailType,
    int Mass,
    PostDimension Dimension,
    bool Fragile,
    bool WithOrderOfNotice);
sealed record PostDimension(int Height, int Length, int Width);

/// <summary>Amounts in kopecks. The rate excludes VAT.</summary>
sealed record PostTariff(long TotalRate, long TotalVat, PostDays? DeliveryTime);
sealed record PostDays(int? MinDays, int? MaxDays);

sealed record PostAddressLine(string Id, string OriginalAddress);
sealed record PostAddress(
    string? Index,
    string? Region,
    string? Place,
    string? Street,
    string? House,
    string? Room,
    string? QualityCode,
    string? ValidationCode)
{
    /// <summary>Whether the specification considers the codes good enough for delivery.</summary>
    public bool IsKnown => QualityCode is "GOOD" or "POSTAL_BOX" or "ON_DEMAND" or "UNDEF_05"
        && ValidationCode is "VALIDATED" or "OVERRIDDEN" or "CONFIRMED_MANUALLY";
}

sealed record PostOrder(
    string AddressTypeTo,
    string GivenName,
    string? Surname,
    string? HouseTo,
    int IndexTo,
    string MailCategory,
    int MailDirect,
    string MailType,
    int Mass,
    string OrderNum,
    string? PlaceTo,
    string PostofficeCode,
    string? RegionTo,
    string? RoomTo,
    string? StreetTo,
    long? TelAddress);

/// <summary>
/// {"result-ids":[115322331],"errors":[{"position":0,"error-codes":[{"code":"EMPTY_INDEX_TO","description":"..."}]}]}
/// </summary>
sealed record PostResult(long[]? ResultIds, PostRefusal[]? Errors);
sealed record PostRefusal(PostCode[]? ErrorCodes, string? ErrorCode);
sealed record PostCode(string? Code, string? Description);
sealed record PostBacklog(long Id, string? Barcode, string? OrderNum);

/// <summary>
/// One of {"code":"1001","sub-code":"...","desc":"..."}, {"status":"ERROR","message":"..."} and {"error":"..."}.
/// </summary>
sealed record PostError(string? Code, string? SubCode, string? Desc, string? Message, string? Error);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PostTariffRequest))]
[JsonSerializable(typeof(PostTariff))]
[JsonSerializable(typeof(PostAddressLine[]))]
[JsonSerializable(typeof(PostAddress[]))]
[JsonSerializable(typeof(PostOrder[]))]
[JsonSerializable(typeof(PostResult))]
[JsonSerializable(typeof(PostBacklog))]
[JsonSerializable(typeof(PostBacklog[]))]
[JsonSerializable(typeof(PostError))]
[JsonSerializable(typeof(long[]))]
sealed partial class PostJson : JsonSerializerContext;
