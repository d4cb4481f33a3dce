using System.ComponentModel.DataAnnotations;
using Shop.Notifications.Templates;

namespace Shop.Notifications;

public sealed class NotificationOptions
{
    public const string Section = "Notifications";

    // Not as the properties' own values: what is configured would be added to them instead of taking their place.
    static readonly string[] DefaultEmailProviders = ["smtp", "sendgrid", "mailgun"];
    static readonly string[] DefaultBulkEmailProviders = ["sendgrid", "mailgun"];
    static readonly string[] DefaultSmsProviders = ["smsru", "twilio"];
    static readonly string[] DefaultSmsProvidersAbroad = ["twilio", "smsru"];

    /// <summary>For mail about an account or an order, in the order in which they are tried.</summary>
    [MinLength(1)]
    public string[]? EmailProviders { get; set; }

    /// <summary>For mail a customer may tire of. It stays off the way that order mail takes, whose good name a complaint would cost.</summary>
    [MinLength(1)]
    public string[]? BulkEmailProviders { get; set; }

    [MinLength(1)]
    public string[]? SmsProviders { get; set; }

    /// <summary>For numbers that do not begin with 7. Where only the other order is set, it is the order for everybody.</summary>
    [MinLength(1)]
    public string[]? SmsProvidersAbroad { get; set; }

    /// <summary>Of whoever has not been asked for theirs.</summary>
    [AllowedValues(Wordings.Russian, Wordings.English)]
    public string Language { get; set; } = Wordings.Russian;

    /// <summary>The site that the links in a mail lead to.</summary>
    [Required]
    public Uri? SiteAddress { get; set; }

    string[] Email => EmailProviders ?? DefaultEmailProviders;

    string[] BulkEmail => BulkEmailProviders ?? DefaultBulkEmailProviders;

    string[] Sms => SmsProviders ?? DefaultSmsProviders;

    string[] SmsAbroad => SmsProvidersAbroad ?? SmsProviders ?? DefaultSmsProvidersAbroad;

    public IReadOnlyList<string> EmailProvidersFor(string template) => Wordings.IsBulk(template) ? BulkEmail : Email;

    public IReadOnlyList<string> SmsProvidersFor(string number) => number.StartsWith('7') ? Sms : SmsAbroad;

    public IEnumerable<(string Setting, string Provider)> NamedForEmail => [.. Named(nameof(EmailProviders), EmailProviders), .. Named(nameof(BulkEmailProviders), BulkEmailProviders)];

    public IEnumerable<(string Setting, string Provider)> NamedForSms => [.. Named(nameof(SmsProviders), SmsProviders), .. Named(nameof(SmsProvidersAbroad), SmsProvidersAbroad)];

    static IEnumerable<(string, string)> Named(string setting, string[]? providers) => (providers ?? []).Select(provider => ($"{Section}:{setting}", provider));
}
