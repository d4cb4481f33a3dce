using System.ComponentModel.DataAnnotations;

namespace Shop.Notifications.SmsRu;

public sealed class SmsRuOptions : IProviderOptions
{
    public static string Section => "Notifications:SmsRu";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://sms.ru");

    public string ApiId { get; set; } = "";

    /// <summary>The sender's name, when SMS.ru has approved one.</summary>
    public string? From { get; set; }

    IEnumerable<(string, string?)> IProviderOptions.Keys => [(nameof(ApiId), ApiId)];
}
