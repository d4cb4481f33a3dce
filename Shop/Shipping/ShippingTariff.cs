using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Shop.Shipping;

public sealed class ShippingOptions
{
    public const string Section = "Shipping";

    /// <summary>What delivery costs while no carrier can be asked.</summary>
    [Range(0, 100_000)]
    public decimal FallbackCost { get; set; } = 350;

    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan QuoteLife { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a shipment is asked about, which Boxberry wants to be no more than hourly, and how often somebody looks whose turn it is.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TrackingInterval { get; set; } = TimeSpan.FromHours(1);

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TrackingPause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whom a carrier calls about the parcel of somebody who gave no phone; carriers take no parcel without one.</summary>
    [Required, RegularExpression(@"\+[0-9]{11,15}", ErrorMessage = "Shipping:ContactPhone must be a number such as +74951234567.")]
    public string ContactPhone { get; set; } = "";
}

/// <summary>The delivery price of an order. The same way is asked for again and again, so a quote is good for a while.</summary>
public sealed class ShippingTariff(IServiceScopeFactory scopes, IOptions<ShippingOptions> options, TimeProvider time)
{
    const int MostKnown = 10_000;

    readonly ConcurrentDictionary<(string Service, Destination To), (Quote Quote, DateTimeOffset Until)> _known = new();

    public async Task<decimal> CostAsync(string service, string city, string postalCode, CancellationToken ct) =>
        (await CheapestAsync(service, new(city, postalCode), ct))?.Cost ?? options.Value.FallbackCost;

    public Quote? Known(string service, Destination to) =>
        _known.TryGetValue((service.ToLowerInvariant(), to), out var known) && known.Until > time.GetUtcNow() ? known.Quote : null;

    /// <summary>Null when no carrier answers.</summary>
    public async Task<Quote?> CheapestAsync(string service, Destination to, CancellationToken ct)
    {
        if (Known(service, to) is { } known)
            return known;
        await using var scope = scopes.CreateAsyncScope();
        var quotes = await scope.ServiceProvider.GetRequiredService<Carriers>().QuotesAsync(service, to, [Parcel.Usual], ct);
        if (quotes.Count == 0)
            return null;
        if (_known.Count >= MostKnown)
            _known.Clear();
        _known[(service.ToLowerInvariant(), to)] = (quotes[0], time.GetUtcNow() + options.Value.QuoteLife);
        return quotes[0];
    }
}
