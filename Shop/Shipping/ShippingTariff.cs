using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Shop.Shipping;

public sealed class ShippingOptions
{
    public const string Section = "Shipping";

    /// <summary>The delivery cost while carriers do not answer.</summary>
    [Range(0, 100_000)]
    public decimal FallbackCost { get; set; } = 350;

    /// <summary>Orders of more kilograms have to wait until a carrier answers.</summary>
    [Range(0, 1000)]
    public decimal FallbackWeight { get; set; } = 10;

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

/// <summary>What the delivery costs, and whose price it is: null when no carrier has answered.</summary>
public sealed record DeliveryPrice(string? Carrier, decimal Cost);

/// <summary>
/// Calculates the delivery cost of an order. Quotes and refusals are cached: the same ones are requested often, and an
/// order should cost what the customer was told.
/// </summary>
public sealed class ShippingTariff(IServiceScopeFactory scopes, IOptions<ShippingOptions> options, TimeProvider time)
{
    const int MaxCached = 10_000;

    readonly ConcurrentDictionary<(string, Destination, Parcel), (Offers Offers, DateTimeOffset Until)> _cache = new();

    /// <summary>All quotes. They are cached when all carriers have answered about one parcel.</summary>
    public async Task<List<Quote>> QuotesAsync(
        string? service, Destination to, IReadOnlyList<Parcel> parcels, CancellationToken ct)
    {
        var asked = service ?? Carriers.Standard;
        if (parcels is [var parcel])
            return Cached(asked, to, parcel) is { AllAnswered: true } known
                ? known.Quotes
                : (await AskAsync(asked, to, parcel, ct)).Quotes;
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Carriers>().QuotesAsync(asked, to, parcels, ct);
    }

    public async Task<DeliveryPrice> PriceAsync(string service, Destination to, Parcel parcel, CancellationToken ct)
    {
        var (quote, haveAllAnswered) = await CheapestAsync(service, to, parcel, ct);
        if (quote is not null)
            return new(quote.Carrier, quote.Cost);
        if (haveAllAnswered)
            throw new ShopException(ErrorCode.Unprocessable, "No carrier delivers this order to this address.");
        return parcel.Weight <= options.Value.FallbackWeight
            ? new(null, options.Value.FallbackCost)
            : throw new ShopException(
                ErrorCode.Unavailable, "No carrier answers at the moment, and the order is heavy.", permanent: false);
    }

    /// <summary>
    /// Without a quote, the carriers do not deliver this parcel there if all have answered. Otherwise it is unknown.
    /// </summary>
    public async Task<(Quote? Quote, bool HaveAllAnswered)> CheapestAsync(
        string service, Destination to, Parcel parcel, CancellationToken ct)
    {
        var offers = Cached(service, to, parcel) ?? await AskAsync(service, to, parcel, ct);
        return (offers.Quotes.FirstOrDefault(), offers.AllAnswered || offers.Quotes.Count > 0);
    }

    Offers? Cached(string service, Destination to, Parcel parcel) =>
        _cache.TryGetValue(KeyOf(service, to, parcel), out var known) && known.Until > time.GetUtcNow()
            ? known.Offers
            : null;

    async Task<Offers> AskAsync(string service, Destination to, Parcel parcel, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var carriers = scope.ServiceProvider.GetRequiredService<Carriers>();
        var offers = await carriers.AskAsync(service, to, [parcel], ct);
        if (offers.Quotes.Count == 0 && !offers.AllAnswered)
            return offers;
        if (_cache.Count >= MaxCached)
            _cache.Clear();
        _cache[KeyOf(service, to, parcel)] = (offers, time.GetUtcNow() + options.Value.QuoteLife);
        return offers;
    }

    static (string, Destination, Parcel) KeyOf(string service, Destination to, Parcel parcel) =>
        (service.ToLowerInvariant(), to, parcel);
}
