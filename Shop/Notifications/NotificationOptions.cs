using System.ComponentModel.DataAnnotations;
using Shop.Notifications.Templates;

namespace Shop.Notifications;

public sealed class NotificationOptions
{
    public const string Section = "Notifications";

    // Not initial values of the properties: configuration binding would append to them instead of replacing them.
    static readonly string[] DefaultEmailProviders = ["smtp", "sendgrid", "mailgun"];
    static readonly string[] DefaultBulkEmailProviders = ["sendgrid", "mailgun"];
    static readonly string[] DefaultSmsProviders = ["smsru", "twilio"];
    static readonly string[] DefaultSmsProvidersAbroad = ["twilio", "smsru"];

    /// <summary>For mail about an account or an order, in the order to try.</summary>
    [MinLength(1)]
    public string[]? EmailProviders { get; set; }

    /// <summary>
    /// For mail that customers may report as spam. It uses other providers than order mail, so that complaints do not
    /// damage the sender reputation of order mail.
    /// </summary>
    [MinLength(1)]
    public string[]? BulkEmailProviders { get; set; }

    [MinLength(1)]
    public string[]? SmsProviders { get; set; }

    /// <summary>
    /// For numbers that do not begin with 7. Defaults to <see cref="SmsProviders"/> when that is set.
    /// </summary>
    [MinLength(1)]
    public string[]? SmsProvidersAbroad { get; set; }

    /// <summary>The language for recipients whose language is unknown.</summary>
    [AllowedValues(NotificationTemplates.Russian, NotificationTemplates.English)]
    public string Language { get; set; } = NotificationTemplates.Russian;

    /// <summary>The site that links in mails point to.</summary>
    [Required]
    public Uri? SiteAddress { get; set; }

    string[] Email => EmailProviders ?? DefaultEmailProviders;

    string[] BulkEmail => BulkEmailProviders ?? DefaultBulkEmailProviders;

    string[] Sms => SmsProviders ?? DefaultSmsProviders;

    string[] SmsAbroad => SmsProvidersAbroad ?? SmsProviders ?? DefaultSmsProvidersAbroad;

    public IReadOnlyList<string> EmailProvidersFor(string template) =>
        NotificationTemplates.IsBulk(template) ? BulkEmail : Email;

    public IReadOnlyList<string> SmsProvidersFor(string number) => number.StartsWith('7') ? Sms : SmsAbroad;

    public IEnumerable<(string Setting, string Provider)> NamedForEmail =>
    [
        .. Named(nameof(EmailProviders), EmailProviders),
        .. Named(nameof(BulkEmailProviders), BulkEmailProviders)
    ];

    public IEnumerable<(string Setting, string Provider)> NamedForSms =>
    [
        .. Named(nameof(SmsProviders), SmsProviders),
        .. Named(nameof(SmsProvidersAbroad), SmsProvidersAbroad)
    ];

    static IEnumerable<(string, string)> Named(string setting, string[]? providers) =>
        (providers ?? []).Select(provider => ($"{Section}:{setting}", provider));
}
