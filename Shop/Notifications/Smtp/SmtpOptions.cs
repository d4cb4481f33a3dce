using System.ComponentModel.DataAnnotations;

namespace Shop.Notifications.Smtp;

public sealed class SmtpOptions : IProviderOptions
{
    public static string Section => "Notifications:Smtp";

    public string Host { get; set; } = "";

    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>STARTTLS; a server that does not offer it gets nothing.</summary>
    public bool UseTls { get; set; } = true;

    /// <summary>TLS from the first byte instead of STARTTLS, as servers expect it at port 465.</summary>
    public bool ImplicitTls { get; set; }

    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>How long a server may take for one mail; less than a claim lasts.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:15")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(8);

    [Required, EmailAddress]
    public string FromAddress { get; set; } = "shop@example.com";

    [Required]
    public string FromName { get; set; } = "Магазин";

    /// <summary>Not every server wants to know who we are.</summary>
    IEnumerable<(string, string?)> IProviderOptions.Keys => string.IsNullOrEmpty(UserName) && string.IsNullOrEmpty(Password)
        ? [(nameof(Host), Host)]
        : [(nameof(Host), Host), (nameof(UserName), UserName), (nameof(Password), Password)];
}
