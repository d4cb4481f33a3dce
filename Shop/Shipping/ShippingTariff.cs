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

    /// <summary>How often a shipment is asked about, and how often somebody looks whose turn it is.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TrackingInterval { get; set; } = TimeSpan.FromMinutes(15);

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TrackingPause { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>The delivery price of an order. The same way is asked for again and again, so a quote is good for a while.</summary>
public sealed class ShippingTariff(IServiceScopeFactory scopes, IOptions<ShippingOptions> options, TimeProvider time)
{
    const int MostKnown = 10_000;

    readonly ConcurrentDictionary<(string Service, string City, string PostalCode), (decimal Cost, DateTimeOffset Until)> _known = new();

    public async Task<decimal> CostAsync(string service, string city, string postalCode, CancellationToken ct)
    {
        var way = (service.ToLowerInvariant(), city, postalCode);
        if (_known.TryGetValue(way, out var known) && known.Until > time.GetUtcNow())
            return known.Cost;
        await using var scope = scopes.CreateAsyncScope();
        var quotes = await scope.ServiceProvider.GetRequiredService<Carriers>().QuotesAsync(service, new(city, postalCode), [Parcel.Usual], ct);
        if (quotes.Count == 0)
            return options.Value.FallbackCost;
        if (_known.Count >= MostKnown)
            _known.Clear();
        _known[way] = (quotes[0].Cost, time.GetUtcNow() + options.Value.QuoteLife);
        return quotes[0].Cost;
    }
}
