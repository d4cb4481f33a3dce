using System.Text.Json.Serialization;

namespace Shop.Shipping.Cdek;

sealed record CdekToken(string AccessToken, int ExpiresIn);
sealed record CdekLocation(int? Code, string? City, string? PostalCode, string? Address);

/// <summary>Grams and whole centimetres.</summary>
sealed record CdekPackage(string? Number, int Weight, int Length, int Width, int Height, CdekItem[]? Items);
sealed record CdekItem(string Name, string WareKey, CdekSum Payment, decimal Cost, int Weight, int Amount);
sealed record CdekSum(decimal Value);
sealed record CdekTariffRequest(
    int Type,
    int Currency,
    int TariffCode,
    CdekLocation FromLocation,
    CdekLocation ToLocation,
    CdekPackage[] Packages);

sealed record CdekTariff(decimal TotalSum, int PeriodMin, int PeriodMax, int? CalendarMax, CdekError[]? Errors);
sealed record CdekOrderRequest(
    int Type,
    string Number,
    int TariffCode,
    CdekLocation FromLocation,
    CdekLocation ToLocation,
    CdekRecipient Recipient,
    CdekPackage[] Packages);

sealed record CdekRecipient(string Name, CdekPhone[] Phones);
sealed record CdekPhone(string Number);
sealed record CdekAnswer(CdekOrder? Entity, CdekRequest[]? Requests, CdekError[]? Errors);
sealed record CdekOrder(string Uuid, string? CdekNumber, CdekStatus[]? Statuses);
sealed record CdekStatus(string Code, string? Name, string? DateTime, string? City);
sealed record CdekRequest(string Type, string State, CdekError[]? Errors);
sealed record CdekError(string Code, string Message);

/// <summary>{"type":"ORDER_STATUS","date_time":"...","uuid":"...","attributes":{"code":"DELIVERED",...}}</summary>
sealed record CdekNotification(string? Type, string? Uuid);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CdekToken))]
[JsonSerializable(typeof(CdekTariffRequest))]
[JsonSerializable(typeof(CdekTariff))]
[JsonSerializable(typeof(CdekOrderRequest))]
[JsonSerializable(typeof(CdekAnswer))]
[JsonSerializable(typeof(CdekNotification))]
sealed partial class CdekJson : JsonSerializerContext;
