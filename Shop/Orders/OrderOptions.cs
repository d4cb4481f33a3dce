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

    /// <summary>How many days an order for pickup waits for its customer.</summary>
    [Range(1, 365)]
    public int PickupDays { get; set; } = 7;

    internal TimeSpan PickupTime => TimeSpan.FromDays(PickupDays);

    /// <summary>
    /// During development, an order for pickup is handed over without staff, this long after it was placed. Without
    /// this setting only staff hand over orders.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan? PickUpAfter { get; set; }
}
