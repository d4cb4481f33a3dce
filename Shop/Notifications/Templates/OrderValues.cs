using System.Globalization;
using System.Text.Json;
using Shop.Orders;

namespace Shop.Notifications.Templates;

/// <summary>The values of an order that templates can use.</summary>
public static class OrderValues
{
    // Defined here instead of using a culture, because hosts may run without ICU data.
    static readonly NumberFormatInfo RussianNumbers = new()
    {
        NumberGroupSeparator = "\u00A0",
        NumberDecimalSeparator = ","
    };

    public static Dictionary<string, string> Of(Order order, string name, string? tracking, string language)
    {
        // [{"name":"Термос","price":2190.00,"quantity":2,"line_total":4380.00,...}]
        using var items = JsonDocument.Parse(order.Items);
        var lines = items.RootElement.EnumerateArray().Select(item =>
        {
            var lineTotal = Money(item.GetProperty("line_total").GetDecimal(), order.Currency, language);
            return $"{item.GetProperty("name").GetString()} × {item.GetProperty("quantity").GetInt32()}: {lineTotal}";
        });
        return new()
        {
            ["name"] = name,
            ["number"] = order.Number,
            ["items"] = string.Join('\n', lines),
            ["total"] = Money(order.Total, order.Currency, language),
            ["until"] = order.ExpiresAt?.ToString(DayFormat(language), CultureInfo.InvariantCulture) ?? "",
            ["tracking"] = tracking ?? ""
        };
    }

    public static string DayFormat(string language) =>
        language == NotificationTemplates.Russian ? "dd.MM.yyyy" : "d MMMM yyyy";

    public static string Money(decimal amount, string currency, string language)
    {
        var format = language == NotificationTemplates.Russian ? RussianNumbers : NumberFormatInfo.InvariantInfo;
        return amount.ToString("N2", format) + "\u00A0" + (currency == "RUB" ? "₽" : currency);
    }
}
