using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Analytics;
using Shop.Api.Http;
using Shop.Database;

namespace Shop.Api.Analytics;

static class AnalyticsEndpoints
{
    const int MaxEventLength = 8 * 1024;
    const int MaxDays = 366;

    static readonly Tracked Ok = new("ok");

    public static void MapAnalytics(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/analytics").WithTags("Analytics");
        api.MapPost("/track", Track).LimitRate(RateLimits.Events);
        api.MapGet("/stats", Stats).RequireRole(Role.Staff);
    }

    public static void AddAnalytics(this IServiceCollection services)
    {
        services.AddSingleton<StatsStore>();
        services.AddSingleton<EventStore>();
        services.AddSingleton<EventQueue>();
        services.AddHostedService<FlushEvents>();
    }

    /// <param name="happened" example='{"type":"page_view","visitor_id":"a4f1",
    /// "product_id":"019b76da-abe8-711d-ab0d-549b6f03675a"}'>The event. It may have any other fields.</param>
    /// <response code="429">There were too many from this address; Retry-After says when.</response>
    internal static Ok<Tracked> Track(JsonElement happened, HttpContext http, EventQueue queue, TimeProvider time)
    {
        if (!StorableJson.Is(happened))
            throw new ShopException(ErrorCode.Invalid, "The text contains a character that cannot be stored.");
        if (happened.ValueKind != JsonValueKind.Object
            || Text(happened, "type") is not { } type
            || !VisitorEvent.Types.Contains(type))
            throw ShopException.Invalid("type", $"must be one of {string.Join(", ", VisitorEvent.Types)}");
        var data = happened.GetRawText();
        if (data.Length > MaxEventLength)
            throw ShopException.Invalid("type", $"must be part of an event of at most {MaxEventLength} characters");
        var visitor = Text(happened, "visitor_id")
            ?? Text(happened, "session_id")
            ?? http.Request.Cookies["visitor_id"];
        Guid? product = Guid.TryParse(Text(happened, "product_id"), out var id) ? id : null;
        var quantity = happened.TryGetProperty("quantity", out var number)
            && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt32(out var count)
            ? count
            : 1;
        var address = visitor is null ? $"{ClientAddress.Of(http)} {http.Request.Headers.UserAgent}" : null;
        queue.Add(new(time.GetUtcNow(), type, visitor ?? address!, visitor is null, product, quantity, data));
        return TypedResults.Ok(Ok);
    }

    /// <param name="from">The first day, 29 days before the last if not given.</param>
    /// <param name="to">The last day, today if not given.</param>
    internal static async Task<Ok<Stats>> Stats(
        string? from, string? to, StatsStore stats, TimeProvider time, CancellationToken ct)
    {
        var last = Day("to", to) ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = Day("from", from) ?? last.AddDays(-29);
        if (first > last)
            throw ShopException.Invalid("from", "must not be after to");
        if (last.DayNumber - first.DayNumber >= MaxDays)
            throw ShopException.Invalid("from", $"must not be more than {MaxDays} days before to");
        return TypedResults.Ok(await stats.ReadAsync(first, last, ct));
    }

    static DateOnly? Day(string name, string? value)
    {
        var culture = CultureInfo.InvariantCulture;
        if (string.IsNullOrEmpty(value))
            return null;
        if (DateOnly.TryParseExact(value, "yyyy-MM-dd", culture, DateTimeStyles.None, out var day) && day.Year > 1)
            return day;
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        return DateTimeOffset.TryParseExact(value, formats, culture, DateTimeStyles.AssumeUniversal, out var time)
            && time.Year > 1
            ? DateOnly.FromDateTime(time.UtcDateTime)
            : throw ShopException.Invalid(name, "must be a date, such as 2026-08-31");
    }

    static string? Text(JsonElement happened, string name) =>
        happened.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
