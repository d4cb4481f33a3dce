using System.ComponentModel.DataAnnotations;

namespace Shop.Shipping.Boxberry;

public sealed class BoxberryOptions : IProviderOptions
{
    public static string Section => "Shipping:Boxberry";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.boxberry.ru");

    public string Token { get; set; } = "";

    /// <summary>Boxberry's code of the point where the shop hands in its parcels; 010 is in Moscow.</summary>
    [Required]
    public string ReceptionPoint { get; set; } = "010";

    /// <summary>The VAT of the goods in percent.</summary>
    [Range(0, 30)]
    public int Vat { get; set; } = 20;

    IEnumerable<(string, string?)> IProviderOptions.Keys => [(nameof(Token), Token)];
}
