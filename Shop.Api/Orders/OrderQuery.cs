using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Shop.Orders;

namespace Shop.Api.Orders;

readonly record struct OrderQuery(
    [property: FromQuery(Name = "status"), Description("Only orders in this status.")] string? Status)
{
    /// <summary>Reads the status in the spelling of either dialect; null if there is none.</summary>
    public string? Read()
    {
        if (string.IsNullOrEmpty(Status))
            return null;
        if (Enum.TryParse<OrderStatus>(Status, ignoreCase: true, out var status)
            && Enum.IsDefined(status)
            && !char.IsAsciiDigit(Status[0]))
            return status.ToString().ToLowerInvariant();
        var names = string.Join(", ", Enum.GetNames<OrderStatus>()).ToLowerInvariant();
        throw ShopException.Invalid("status", $"must be one of {names}");
    }
}
