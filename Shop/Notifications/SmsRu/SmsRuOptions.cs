using System.ComponentModel.DataAnnotations;

namespace Shop.Notifications.SmsRu;

public sealed class SmsRuOptions
{
    public const string Section = "Notifications:SmsRu";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://sms.ru");

    [Required]
    public string ApiId { get; set; } = "";

    /// <summary>The sender's name, when SMS.ru has approved one.</summary>
    public string? From { get; set; }
}
