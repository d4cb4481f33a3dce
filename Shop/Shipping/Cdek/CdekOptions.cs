using System.ComponentModel.DataAnnotations;

namespace Shop.Shipping.Cdek;

public sealed class CdekOptions : IProviderOptions
{
    public static string Section => "Shipping:Cdek";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.cdek.ru");

    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>136: from a warehouse to a pick-up point.</summary>
    public int TariffCode { get; set; } = 136;

    /// <summary>CDEK's code of the warehouse's city; 44 is Moscow.</summary>
    public int FromCity { get; set; } = 44;

    IEnumerable<(string, string?)> IProviderOptions.Keys =>
        [(nameof(ClientId), ClientId), (nameof(ClientSecret), ClientSecret)];
}
