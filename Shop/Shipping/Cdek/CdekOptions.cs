using System.ComponentModel.DataAnnotations;

namespace Shop.Shipping.Cdek;

public sealed class CdekOptions
{
    public const string Section = "Shipping:Cdek";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.cdek.ru");

    [Required]
    public string ClientId { get; set; } = "";

    [Required]
    public string ClientSecret { get; set; } = "";

    /// <summary>136: from a warehouse to a pick-up point.</summary>
    public int TariffCode { get; set; } = 136;

    /// <summary>CDEK's code of the city the warehouse is in; 44 is Moscow.</summary>
    public int FromCity { get; set; } = 44;
}
