namespace TicketSales;

/// <summary>A season with a few events, and what buyers do.</summary>
public static class Season
{
    static readonly string?[] Sources = ["yandex", "vk", null, "telegram"];
    static readonly decimal[] Prices = [1500, 2200.50m, 990, 3000.01m, 0];

    public static readonly (long Event, long Show)[] Shows = [(1, 11), (1, 12), (2, 21), (3, 31)];

    public static BoxOffice Open(int orders = 40)
    {
        var office = new BoxOffice();
        office.AddEvent(1, "Щелкунчик", 11, 12);
        office.AddEvent(2, "Концерт «Времена года»", 21);
        office.AddEvent(3, "Stand-up", 31);
        for (var number = 0; number < orders; number++)
            Sell(office, number);
        return office;
    }

    public static long Sell(BoxOffice office, int number)
    {
        var (eventId, show) = Shows[number % Shows.Length];
        var prices = Enumerable.Range(number, number % 4 + 1).Select(n => Prices[n % Prices.Length]).ToArray();
        // One of ten is not paid.
        return number % 10 == 9
            ? office.Create(eventId, show, Sources[number % Sources.Length], prices)
            : office.Sell(eventId, show, Sources[number % Sources.Length], prices);
    }

    /// <summary>A change of an order that exists, or a new order.</summary>
    public static void Change(BoxOffice office, Random random)
    {
        var orders = office.Orders;
        var order = orders[random.Next(orders.Count)];
        switch (random.Next(7))
        {
            case 0:
                office.Pay(order);
                break;
            case 1:
                office.Refund(order, withheld: random.Next(2) * 100);
                break;
            case 2:
                office.ChangePrice(order, random.Next(500, 5000) + 0.25m);
                break;
            case 3:
                office.Delete(order);
                break;
            case 4:
                office.Restore(order);
                break;
            default:
                Sell(office, random.Next(1000));
                break;
        }
    }
}
