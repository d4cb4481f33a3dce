using System.ComponentModel.DataAnnotations;

namespace Shop.Notifications.Mailgun;

public sealed class MailgunOptions : IProviderOptions
{
    public static string Section => "Notifications:Mailgun";

    /// <summary>Domains of the EU region use https://api.eu.mailgun.net and are unknown at this address.</summary>
    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.mailgun.net");

    /// <summary>The sending domain, which is part of the request path.</summary>
    public string Domain { get; set; } = "";

    public string ApiKey { get; set; } = "";

    [Required, EmailAddress]
    public string FromAddress { get; set; } = "shop@example.com";

    [Required]
    public string FromName { get; set; } = "Магазин";

    IEnumerable<(string, string?)> IProviderOptions.Keys => [(nameof(ApiKey), ApiKey), (nameof(Domain), Domain)];
}
