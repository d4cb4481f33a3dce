using System.ComponentModel.DataAnnotations;

namespace Shop.Payments.YooKassa;

public sealed class YooKassaOptions : IProviderOptions
{
    public static string Section => "Payments:YooKassa";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.yookassa.ru");

    public string ShopId { get; set; } = "";

    public string SecretKey { get; set; } = "";

    /// <summary>
    /// The networks that notifications come from; they are not signed.
    /// https://yookassa.ru/developers/using-api/webhooks#ip
    /// </summary>
    public string[] Sources { get; set; } =
    [
        "185.71.76.0/27", "185.71.77.0/27", "77.75.153.0/25", "77.75.154.128/25", "77.75.156.11/32", "77.75.156.35/32",
        "2a02:5180:0:1509::/64", "2a02:5180:0:2655::/64", "2a02:5180:0:1533::/64", "2a02:5180:0:2669::/64"
    ];

    IEnumerable<(string, string?)> IProviderOptions.Keys => [(nameof(ShopId), ShopId), (nameof(SecretKey), SecretKey)];
}
