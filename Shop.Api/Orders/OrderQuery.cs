using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Shop.Orders;

namespace Shop.Api.Orders;

readonly record struct OrderQuery(
    [property: FromQuery(Name = "status"), Description("Only orders in this status.")] string? Status)
{
    /// <summary>In either dialect's spelling; null when none is asked for.</summary>
    public string? Read() => Status switch
    {
        null or "" => null,
        var text when Enum.TryParse<OrderStatus>(text, ignoreCase: true, out var status) && Enum.IsDefined(status)
            && !char.IsAsciiDigit(text[0]) => status.ToString().ToLowerInvariant(),
        _ => throw ShopException.Invalid("status", $"must be one of {string.Join(", ", Enum.GetNames<OrderStatus>()).ToLowerInvariant()}")
    };
}
