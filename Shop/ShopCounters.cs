using System.Diagnostics.Metrics;

namespace Shop;

/// <summary>What the shop's business is counted in. docs/metrics.md explains each.</summary>
public static class ShopCounters
{
    static readonly Counter<long> Registrations = ShopTelemetry.Meter.CreateCounter<long>(
        "shop.registrations", "{account}", "Accounts that were opened");

    static readonly Counter<long> Sessions = ShopTelemetry.Meter.CreateCounter<long>(
        "shop.sessions.started", "{session}", "Sessions that began with a registration or a password");

    static readonly Counter<long> Carts = ShopTelemetry.Meter.CreateCounter<long>(
        "shop.carts.started", "{cart}", "Carts that got their first line");

    static readonly Counter<long> Orders = ShopTelemetry.Meter.CreateCounter<long>(
        "shop.orders.placed", "{order}", "Orders that were placed");

    static readonly Counter<double> OrderValue = ShopTelemetry.Meter.CreateCounter<double>(
        "shop.orders.value", description: "Sum of the placed orders, in rubles");

    static readonly Counter<long> Payments = ShopTelemetry.Meter.CreateCounter<long>(
        "shop.payments.settled", "{payment}", "Payments with their final status");

    public static void AccountOpened() => Registrations.Add(1);

    public static void SessionStarted() => Sessions.Add(1);

    public static void CartStarted() => Carts.Add(1);

    public static void OrderPlaced(decimal total, bool isPickup)
    {
        Orders.Add(1, new KeyValuePair<string, object?>("delivery", isPickup ? "pickup" : "parcel"));
        OrderValue.Add((double)total);
    }

    public static void PaymentSettled(string provider, string status) =>
        Payments.Add(1, new("provider", provider), new("status", status));
}
