using System.ComponentModel.DataAnnotations;

namespace Shop.Payments;

public sealed class PaymentOptions
{
    public const string Section = "Payments";

    // Not initial values of the properties: configuration binding would append to them instead of replacing them.
    static readonly string[] ForRoubles = ["yookassa", "cloudpayments"];
    static readonly string[] ForOtherCurrencies = ["stripe", "cloudpayments"];

    /// <summary>The providers to try, in order, for a payment that names no provider.</summary>
    [MinLength(1)]
    public string[]? Providers { get; set; }

    /// <summary>The same for one currency: Payments:ByCurrency:USD:0 = stripe.</summary>
    public Dictionary<string, string[]> ByCurrency { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>After this many consecutive calls without an outcome, new payments skip a provider.</summary>
    [Range(1, 1000)]
    public int SkipAfter { get; set; } = 5;

    /// <summary>How long new payments avoid a provider that failed so often.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SkipFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the customer returns to when the caller gives no return address.</summary>
    [Required]
    public Uri ReturnUrl { get; set; } = new("https://shop.example/orders");

    public IReadOnlyList<string> ProvidersFor(string currency) =>
        ByCurrency.GetValueOrDefault(currency)
        ?? Providers
        ?? (currency.Equals("RUB", StringComparison.OrdinalIgnoreCase) ? ForRoubles : ForOtherCurrencies);

    internal IEnumerable<(string Setting, string Provider)> Named =>
    [
        .. (Providers ?? []).Select(name => ($"{Section}:{nameof(Providers)}", name)),
        .. ByCurrency.SelectMany(currency =>
            currency.Value.Select(name => ($"{Section}:{nameof(ByCurrency)}:{currency.Key}", name)))
    ];
}
