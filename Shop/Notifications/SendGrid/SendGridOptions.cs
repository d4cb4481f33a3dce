using System.ComponentModel.DataAnnotations;

namespace Shop.Notifications.SendGrid;

public sealed class SendGridOptions : IProviderOptions
{
    public static string Section => "Notifications:SendGrid";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.sendgrid.com");

    public string ApiKey { get; set; } = "";

    [Required, EmailAddress]
    public string FromAddress { get; set; } = "shop@example.com";

    [Required]
    public string FromName { get; set; } = "Магазин";

    IEnumerable<(string, string?)> IProviderOptions.Keys => [(nameof(ApiKey), ApiKey)];
}
