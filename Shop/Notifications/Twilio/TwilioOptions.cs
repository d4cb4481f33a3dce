using System.ComponentModel.DataAnnotations;

namespace Shop.Notifications.Twilio;

public sealed class TwilioOptions : IProviderOptions
{
    public static string Section => "Notifications:Twilio";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.twilio.com");

    public string AccountSid { get; set; } = "";

    public string AuthToken { get; set; } = "";

    /// <summary>One of the account's numbers, +15005550006, or a sender name in countries that allow one.</summary>
    public string From { get; set; } = "";

    IEnumerable<(string, string?)> IProviderOptions.Keys =>
        [(nameof(AccountSid), AccountSid), (nameof(AuthToken), AuthToken), (nameof(From), From)];
}
