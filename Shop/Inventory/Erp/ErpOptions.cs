using System.ComponentModel.DataAnnotations;

namespace Shop.Inventory.Erp;

public sealed class ErpOptions
{
    public const string Section = "Inventory:Erp";

    /// <summary>Every shop's is another.</summary>
    [Required]
    public Uri? BaseAddress { get; set; }

    [Required]
    public string ApiKey { get; set; } = "";

    /// <summary>More is not a stock list but a mistake.</summary>
    [Range(1, 10_000)]
    public int MostPages { get; set; } = 1000;
}
