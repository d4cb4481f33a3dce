using System.ComponentModel.DataAnnotations;

namespace Shop.Payments.Stripe;

public sealed class StripeOptions : IProviderOptions
{
    public static string Section => "Payments:Stripe";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.stripe.com");

    public string SecretKey { get; set; } = "";

    /// <summary>
    /// The signing secret of the webhook endpoint, whsec_... Stripe signs with every secret that has not expired.
    /// </summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>The maximum age of a signature, and the tolerated clock difference.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan WebhookTolerance { get; set; } = TimeSpan.FromSeconds(300);

    IEnumerable<(string, string?)> IProviderOptions.Keys =>
        [(nameof(SecretKey), SecretKey), (nameof(WebhookSecret), WebhookSecret)];
}
