using System.Text.RegularExpressions;
using Shop.Orders;

namespace Shop.Shipping;

/// <summary>
/// Parses a one-line address as people write it, "170000, Тверь, Лесная, 5", for carriers that need its parts.
/// </summary>
public sealed partial record PostalAddress(string PostalCode, string City, string Street)
{
    /// <summary>Null when it has no postal code, or nothing else.</summary>
    public static PostalAddress? Parse(string line)
    {
        var parts = line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        var code = parts.FindIndex(IsPostalCode);
        if (code < 0 || parts.Count < 2)
            return null;
        var postalCode = parts[code];
        parts.RemoveAt(code);
        return new(postalCode, parts[0], string.Join(", ", parts.Skip(1)));
    }

    /// <summary>The line that <see cref="Parse"/> reads.</summary>
    public static string LineOf(string? postalCode, string? city, string? street) =>
        string.Join(", ", new[] { postalCode, city, street }.Where(part => !string.IsNullOrWhiteSpace(part)));

    /// <summary>The line for an address of an order.</summary>
    public static string LineOf(Address address) => LineOf(address.PostalCode, address.City, address.Street);

    public static bool IsPostalCode(string text) => SixDigits().IsMatch(text);

    [GeneratedRegex("^[1-9][0-9]{5}$")]
    private static partial Regex SixDigits();
}
