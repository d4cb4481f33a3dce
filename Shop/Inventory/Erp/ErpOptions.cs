using System.ComponentModel.DataAnnotations;

namespace Shop.Inventory.Erp;

public sealed class ErpOptions : IProviderOptions
{
    public static string Section => "Inventory:Erp";

    /// <summary>No default: every shop has its own ERP.</summary>
    public Uri? BaseAddress { get; set; }

    public string ApiKey { get; set; } = "";

    /// <summary>A list with more pages is rejected as an error.</summary>
    [Range(1, 10_000)]
    public int MaxPages { get; set; } = 1000;

    IEnumerable<(string, string?)> IProviderOptions.Keys =>
    [
        (nameof(BaseAddress), BaseAddress?.OriginalString),
        (nameof(ApiKey), ApiKey)
    ];
}
