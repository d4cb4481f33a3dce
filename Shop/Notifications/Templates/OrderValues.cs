using System.Globalization;
using System.Text.Json;
using Shop.Orders;

namespace Shop.Notifications.Templates;

/// <summary>What the wordings may say of an order.</summary>
public static class OrderValues
{
    // Spelled out rather than taken from a culture: the hosts run without ICU data where there is none.
    static readonly NumberFormatInfo RussianNumbers = new() { NumberGroupSeparator = "\u00A0", NumberDecimalSeparator = "," };

    public static Dictionary<string, string> Of(Order order, string name, string? tracking, string language)
    {
        // [{"name":"Термос","price":2190.00,"quantity":2,"line_total":4380.00,...}]
        using var items = JsonDocument.Parse(order.Items);
        var lines = items.RootElement.EnumerateArray().Select(item =>
            $"{item.GetProperty("name").GetString()} × {item.GetProperty("quantity").GetInt32()}: {Money(item.GetProperty("line_total").GetDecimal(), order.Currency, language)}");
        return new()
        {
            ["name"] = name,
            ["number"] = order.Number,
            ["items"] = string.Join('\n', lines),
            ["total"] = Money(order.Total, order.Currency, language),
            ["tracking"] = tracking ?? ""
        };
    }

    public static string Money(decimal amount, string currency, string language) =>
        amount.ToString("N2", language == Wordings.Russian ? RussianNumbers : NumberFormatInfo.InvariantInfo) + "\u00A0" + (currency == "RUB" ? "₽" : currency);
}
