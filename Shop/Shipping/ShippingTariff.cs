using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Shop.Shipping;

public sealed class ShippingOptions
{
    public const string Section = "Shipping";

    /// <summary>The delivery cost while no carrier answers.</summary>
    [Range(0, 100_000)]
    public decimal FallbackCost { get; set; } = 350;

    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan QuoteLife { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How often each shipment is polled; Boxberry allows at most once an hour. <see cref="TrackingPause"/> is the
    /// pause between two searches for shipments that are due.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TrackingInterval { get; set; } = TimeSpan.FromHours(1);

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TrackingPause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The phone number for parcels of customers who gave none; carriers accept no parcel without one.
    /// </summary>
    [Required]
    [RegularExpression(
        @"\+[0-9]{11,15}", ErrorMessage = "Shipping:ContactPhone must be a number such as +74951234567.")]
    public string ContactPhone { get; set; } = "";
}

/// <summary>
/// Calculates the delivery cost of an order. Quotes are cached because the same ones are requested often.
/// </summary>
public sealed class ShippingTariff(IServiceScopeFactory scopes, IOptions<ShippingOptions> options, TimeProvider time)
{
    const int MaxCachedQuotes = 10_000;

    readonly ConcurrentDictionary<(string Service, Destination To), (Quote Quote, DateTimeOffset Until)> _cache = new();

    public async Task<decimal> CostAsync(string service, string city, string postalCode, CancellationToken ct) =>
        (await CheapestAsync(service, new(city, postalCode), ct))?.Cost ?? options.Value.FallbackCost;

    public Quote? Known(string service, Destination to)
    {
        var isKnown = _cache.TryGetValue((service.ToLowerInvariant(), to), out var known);
        return isKnown && known.Until > time.GetUtcNow() ? known.Quote : null;
    }

    /// <summary>Null when no carrier answers.</summary>
    public async Task<Quote?> CheapestAsync(string service, Destination to, CancellationToken ct)
    {
        if (Known(service, to) is { } known)
            return known;
        await using var scope = scopes.CreateAsyncScope();
        var carriers = scope.ServiceProvider.GetRequiredService<Carriers>();
        var quotes = await carriers.QuotesAsync(service, to, [Parcel.Usual], ct);
        if (quotes.Count == 0)
            return null;
        if (_cache.Count >= MaxCachedQuotes)
            _cache.Clear();
        _cache[(service.ToLowerInvariant(), to)] = (quotes[0], time.GetUtcNow() + options.Value.QuoteLife);
        return quotes[0];
    }
}
