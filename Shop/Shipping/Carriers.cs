using Microsoft.Extensions.Logging;

namespace Shop.Shipping;

/// <summary>
/// Quotes, the cheapest first. When all carriers have answered, those without a quote do not deliver this there.
/// </summary>
public sealed record Offers(List<Quote> Quotes, bool AllAnswered);

/// <summary>Finds carriers by name and compares their quotes.</summary>
public sealed partial class Carriers(IEnumerable<ICarrier> carriers, TimeProvider time, ILogger<Carriers> logger)
{
    public const string Standard = "standard";

    // A carrier that has not answered by then is left out of the quotes.
    static readonly TimeSpan QuoteTimeout = TimeSpan.FromSeconds(2);

    readonly List<ICarrier> _all = [.. carriers];

    public ICarrier Named(string name) => Find(name) ?? throw ShopException.Invalid(
        "service",
        $"must be {Standard} or one of {string.Join(", ", _all.Select(carrier => carrier.Name))}");

    public bool Knows(string name) => IsStandard(name) || Find(name) is not null;

    /// <summary>Cheapest first. When the service names a carrier, only its quote.</summary>
    public async Task<List<Quote>> QuotesAsync(
        string? service, Destination destination, IReadOnlyList<Parcel> parcels, CancellationToken ct) =>
        (await AskAsync(service, destination, parcels, ct)).Quotes;

    public async Task<Offers> AskAsync(
        string? service, Destination destination, IReadOnlyList<Parcel> parcels, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(QuoteTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        var asked = service is null || IsStandard(service) ? _all : [Named(service)];
        var quotes = await Task.WhenAll(asked.Select(carrier => QuoteAsync(carrier, destination, parcels, both.Token)));
        ct.ThrowIfCancellationRequested();
        var offered = quotes.Select(answer => answer.Quote).OfType<Quote>();
        return new(
            [.. offered.OrderBy(quote => quote.Cost).ThenBy(quote => quote.DeliveryDays)],
            quotes.All(answer => answer.HasAnswered));
    }

    async Task<(Quote? Quote, bool HasAnswered)> QuoteAsync(
        ICarrier carrier, Destination destination, IReadOnlyList<Parcel> parcels, CancellationToken ct)
    {
        try
        {
            return (await carrier.QuoteAsync(destination, parcels, ct), true);
        }
#pragma warning disable CA1031 // The failure of one carrier must not hide the quotes of the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogLeftOut(carrier.Name, e is OperationCanceledException ? "no answer in time" : e.Message);
            return (null, false);
        }
    }

    static bool IsStandard(string service) => service.Equals(Standard, StringComparison.OrdinalIgnoreCase);

    ICarrier? Find(string name) => _all.Find(carrier => carrier.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Carrier} is left out of the quotes: {Reason}")]
    partial void LogLeftOut(string carrier, string reason);
}
