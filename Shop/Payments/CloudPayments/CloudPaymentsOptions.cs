using System.ComponentModel.DataAnnotations;

namespace Shop.Payments.CloudPayments;

public sealed class CloudPaymentsOptions : IProviderOptions
{
    public static string Section => "Payments:CloudPayments";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.cloudpayments.ru");

    public string PublicId { get; set; } = "";

    /// <summary>The password of our calls, and the key that signs notifications.</summary>
    public string ApiSecret { get; set; } = "";

    /// <summary>How long the payment page stays open.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan PageIsOpenFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The taxpayer number of the cash register; part of the receipts of hand-overs.</summary>
    [RegularExpression("([0-9]{10}|[0-9]{12})?")]
    public string? Inn { get; set; }

    IEnumerable<(string, string?)> IProviderOptions.Keys =>
        [(nameof(PublicId), PublicId), (nameof(ApiSecret), ApiSecret)];
}
