using System.ComponentModel.DataAnnotations;

namespace Shop.Notifications.Smtp;

public sealed class SmtpOptions : IProviderOptions
{
    public static string Section => "Notifications:Smtp";

    public string Host { get; set; } = "";

    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Requires STARTTLS. Nothing is sent to a server that does not offer it.</summary>
    public bool UseTls { get; set; } = true;

    /// <summary>TLS from the first byte instead of STARTTLS, usual at port 465.</summary>
    public bool ImplicitTls { get; set; }

    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>The timeout for one mail. It is shorter than a claim.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:15")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(8);

    [Required, EmailAddress]
    public string FromAddress { get; set; } = "shop@example.com";

    [Required]
    public string FromName { get; set; } = "Магазин";

    /// <summary>User name and password are optional: some servers need no authentication.</summary>
    IEnumerable<(string, string?)> IProviderOptions.Keys =>
        string.IsNullOrEmpty(UserName) && string.IsNullOrEmpty(Password)
            ? [(nameof(Host), Host)]
            : [(nameof(Host), Host), (nameof(UserName), UserName), (nameof(Password), Password)];
}
