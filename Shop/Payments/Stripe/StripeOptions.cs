using System.ComponentModel.DataAnnotations;

namespace Shop.Payments.Stripe;

public sealed class StripeOptions : IProviderOptions
{
    public static string Section => "Payments:Stripe";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.stripe.com");

    public string SecretKey { get; set; } = "";

    /// <summary>Of the endpoint that the events are sent to, whsec_...; Stripe signs with every one that has not expired.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>How old a signature may be, and how far our clocks may differ.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan WebhookTolerance { get; set; } = TimeSpan.FromSeconds(300);

    IEnumerable<(string, string?)> IProviderOptions.Keys => [(nameof(SecretKey), SecretKey), (nameof(WebhookSecret), WebhookSecret)];
}
