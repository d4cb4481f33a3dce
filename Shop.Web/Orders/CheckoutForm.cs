using System.Globalization;
using Shop.Orders;

namespace Shop.Web.Orders;

/// <summary>The fields of the checkout, posted from step to step until the order is placed.</summary>
sealed class CheckoutForm
{
    const string Place = "place";

    /// <summary>The idempotency key of the order: a form sent twice places one order.</summary>
    public string? Key { get; set; }
    public string? Step { get; set; }
    public string? FirstName { get; set; }
    public string? LastName { get; set; }
    public string? Street { get; set; }
    public string? City { get; set; }
    public string? PostalCode { get; set; }
    public string? Carrier { get; set; }
    public string? Method { get; set; }

    /// <summary>The total shown for each carrier. The customer never pays a total that was not shown.</summary>
    public Dictionary<string, string>? Totals { get; set; }

    /// <summary>
    /// The destination of the delivery prices shown. An order to another destination is not placed at these prices.
    /// </summary>
    public string? QuotedFor { get; set; }

    public string Destination => $"{City?.Trim()}, {PostalCode?.Trim()}";

    public bool HasDestination => !string.IsNullOrWhiteSpace(City) && !string.IsNullOrWhiteSpace(PostalCode);

    public bool IsPlaced => Step == Place && HasDestination && Destination == QuotedFor && !string.IsNullOrEmpty(Key);

    public Address Address => new(FirstName, LastName, Street, City, PostalCode, null);

    public decimal? TotalShown =>
        Carrier is { } carrier
        && Totals?.GetValueOrDefault(carrier) is { } text
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var total)
            ? total
            : null;

    public static CheckoutForm Like(Order? last)
    {
        var form = new CheckoutForm { Key = Guid.CreateVersion7().ToString() };
        if (last?.ShipTo is not { } address)
            return form;
        (form.FirstName, form.LastName) = (address.FirstName, address.LastName);
        (form.Street, form.City, form.PostalCode) = (address.Street, address.City, address.PostalCode);
        return form;
    }
}
