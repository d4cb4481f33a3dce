using System.ComponentModel.DataAnnotations;

namespace Shop.Orders;

public sealed class OrderOptions
{
    public const string Section = "Orders";

    /// <summary>How long an unpaid order reserves its goods.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan PaymentTimeout { get; set; } = TimeSpan.FromMinutes(30);
}
