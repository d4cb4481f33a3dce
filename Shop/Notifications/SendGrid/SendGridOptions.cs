using System.ComponentModel.DataAnnotations;

namespace Shop.Notifications.SendGrid;

public sealed class SendGridOptions
{
    public const string Section = "Notifications:SendGrid";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.sendgrid.com");

    [Required]
    public string ApiKey { get; set; } = "";

    [Required, EmailAddress]
    public string FromAddress { get; set; } = "shop@example.com";

    [Required]
    public string FromName { get; set; } = "Магазин";
}
