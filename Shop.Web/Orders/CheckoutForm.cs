using System.Globalization;
using Shop.Orders;

namespace Shop.Web.Orders;

/// <summary>The fields of the checkout, on their way from page to page until the order is placed.</summary>
sealed class CheckoutForm
{
    const string Place = "place";

    /// <summary>Of the order to be: sent twice, it is placed once.</summary>
    public string? Key { get; set; }
    public string? Step { get; set; }
    public string? FirstName { get; set; }
    public string? LastName { get; set; }
    public string? Street { get; set; }
    public string? City { get; set; }
    public string? PostalCode { get; set; }
    public string? Carrier { get; set; }
    public string? Method { get; set; }

    /// <summary>What the page said that the order costs with each carrier. Nobody orders at another price than they saw.</summary>
    public Dictionary<string, string>? Totals { get; set; }

    /// <summary>Where the prices of delivery in the page lead. Nobody orders at the price of another city.</summary>
    public string? QuotedFor { get; set; }

    public string Destination => $"{City?.Trim()}, {PostalCode?.Trim()}";

    public bool HasDestination => !string.IsNullOrWhiteSpace(City) && !string.IsNullOrWhiteSpace(PostalCode);

    public bool IsPlaced => Step == Place && HasDestination && Destination == QuotedFor && !string.IsNullOrEmpty(Key);

    public Address Address => new(FirstName, LastName, Street, City, PostalCode, null);

    public decimal? TotalShown =>
        Carrier is { } carrier && Totals?.GetValueOrDefault(carrier) is { } text && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var total) ? total : null;

    public static CheckoutForm Like(Order? last)
    {
        var form = new CheckoutForm { Key = Guid.CreateVersion7().ToString() };
        if (last?.ShipTo is not { } address)
            return form;
        (form.FirstName, form.LastName, form.Street, form.City, form.PostalCode) = (address.FirstName, address.LastName, address.Street, address.City, address.PostalCode);
        return form;
    }
}
