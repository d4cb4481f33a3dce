using System.Globalization;

namespace Shop.Web;

static class Rubles
{
    // Spelled out rather than taken from a culture: the hosts run without ICU data where there is none.
    static readonly NumberFormatInfo Numbers = new() { NumberGroupSeparator = "\u00A0", NumberDecimalSeparator = "," };

    public static string Format(decimal amount) => amount.ToString(amount == decimal.Truncate(amount) ? "N0" : "N2", Numbers) + "\u00A0₽";
}
