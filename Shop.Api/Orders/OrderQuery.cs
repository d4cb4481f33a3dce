using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Shop.Orders;

namespace Shop.Api.Orders;

readonly record struct OrderQuery(
    [property: FromQuery(Name = "status"), Description("Only orders in this status.")] string? Status)
{
    /// <summary>Reads the status in the spelling of either dialect; null if there is none.</summary>
    public OrderStatus? Read() => string.IsNullOrEmpty(Status)
        ? null
        : EnumNames.Find<OrderStatus>(Status.Trim().ToLowerInvariant())
            ?? throw ShopException.Invalid(
                "status", $"must be one of {string.Join(", ", EnumNames.All<OrderStatus>())}");
}
