using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Tickets.Import;

/// <summary>What facts make of a member.</summary>
enum MemberKind
{
    [JsonStringEnumMemberName("text")]
    Text,

    [JsonStringEnumMemberName("number")]
    Id,

    [JsonStringEnumMemberName("integer")]
    Integer,

    [JsonStringEnumMemberName("count")]
    Count,

    [JsonStringEnumMemberName("sum")]
    Sum,

    [JsonStringEnumMemberName("time")]
    Time,

    [JsonStringEnumMemberName("list")]
    List
}

/// <summary>
/// Refuses what the derivation could not cast: one such order would stop the facts of all others. What is valid here
/// is valid in PostgreSQL.
/// </summary>
static class MemberValue
{
    // The product of both fits into the columns of the marts.
    const decimal MostRoubles = 100_000_000;
    const int MostTickets = 100_000;

    const NumberStyles Roubles =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static bool IsValid(MemberKind kind, ref Utf8JsonReader value) => kind switch
    {
        MemberKind.Text => true,
        MemberKind.Id => IntegerOf(ref value) is not null,
        _ when value.TokenType == JsonTokenType.Null => true,
        MemberKind.Integer => IntegerOf(ref value) is not null,
        MemberKind.Count => IntegerOf(ref value) is >= -MostTickets and <= MostTickets,
        MemberKind.Sum => RoublesOf(ref value) is >= -MostRoubles and <= MostRoubles,
        MemberKind.Time => value.TokenType == JsonTokenType.String && value.TryGetDateTimeOffset(out _),
        MemberKind.List => value.TokenType == JsonTokenType.StartArray,
        _ => throw new ArgumentOutOfRangeException(nameof(kind))
    };

    /// <summary>Null when it is none.</summary>
    public static long? IntegerOf(ref Utf8JsonReader value) => value.TokenType switch
    {
        JsonTokenType.Number when value.TryGetInt64(out var number) => number,
        JsonTokenType.String when long.TryParse(
            value.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null
    };

    static decimal? RoublesOf(ref Utf8JsonReader value) => value.TokenType switch
    {
        JsonTokenType.Number when value.TryGetDecimal(out var number) => number,
        JsonTokenType.String when decimal.TryParse(
            value.ValueSpan, Roubles, CultureInfo.InvariantCulture, out var number) => number,
        _ => null
    };
}
