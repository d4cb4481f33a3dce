using System.ComponentModel.DataAnnotations;

namespace Shop.Orders;

public sealed class OrderOptions
{
    public const string Section = "Orders";

    /// <summary>How long an unpaid order reserves its goods.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan PaymentTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The most unpaid orders of an account at a time. 0: no limit, for load tests.</summary>
    [Range(0, int.MaxValue)]
    public int MaxUnpaidOrders { get; set; } = 30;

    /// <summary>The most units that the unpaid orders of an account may reserve together. 0: no limit.</summary>
    [Range(0, int.MaxValue)]
    public int MaxUnpaidUnits { get; set; } = 2_000;
}
