using System.Globalization;

namespace Shop.Pilot.Reports;

/// <summary>The time between two moments, as the address of a page has it. A report has such a time.</summary>
public readonly record struct ExactTime(DateTimeOffset From, DateTimeOffset To)
{
    const int LongestDays = 31;
    const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <summary>Null unless both are moments, in their order, and at most a month apart.</summary>
    public static ExactTime? Parse(string? from, string? to) =>
        Moment(from) is { Year: > 2000 and < 3000 } first && Moment(to) is { } last && first < last
        && last - first <= TimeSpan.FromDays(LongestDays)
            ? new(first, last)
            : null;

    public static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var at) ? at : null;

    /// <summary>For an address: <c>from=2026-08-31T12:00Z&amp;to=2026-09-01T12:00Z</c></summary>
    public string Query => QueryOf("");

    public string QueryOf(string prefix) => $"{prefix}from={Text(From)}&{prefix}to={Text(To)}";

    public static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
