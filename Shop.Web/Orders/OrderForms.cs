using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Carts;
using Shop.Web.Http;

namespace Shop.Web.Orders;

/// <summary>The form posts of the order page.</summary>
static class OrderForms
{
    public static void MapOrderForms(this IEndpointRouteBuilder routes)
    {
        var order = routes.MapGroup("/orders/{id:guid}").RequireAuthorization();
        order.MapForm("/cancel", Cancel);
        order.MapForm("/reorder", Reorder);
        OrderEvents.Map(order);
    }

    static async Task<RedirectHttpResult> Cancel(
        Guid id, [FromForm] string? reason, OrderApi orders, Notices notices, CancellationToken ct)
    {
        try
        {
            await orders.CancelAsync(id, reason, ct);
            notices.Add(NoticeKind.Cancelled);
        }
        catch (ShopException e) when (e.Code is ErrorCode.Conflict or ErrorCode.Invalid)
        {
            notices.Add(NoticeKind.TooLate);
        }
        return TypedResults.LocalRedirect($"/orders/{id}");
    }

    /// <summary>Adds the items of the order to the cart, as far as they are in stock.</summary>
    static async Task<Results<RedirectHttpResult, NotFound>> Reorder(
        Guid id, OrderApi orders, CartApi carts, Notices notices, CancellationToken ct)
    {
        if (await orders.FindAsync(id, ct) is not { } order)
            return TypedResults.NotFound();
        foreach (var line in order.Lines)
        {
            try
            {
                await carts.AddAsync(line.ProductId, line.Quantity, ct);
            }
            catch (ShopException e) when (e.Code is ErrorCode.Conflict or ErrorCode.NotFound or ErrorCode.Invalid)
            {
                notices.Add(NoticeKind.LineMissing, line.Name);
            }
        }
        return TypedResults.LocalRedirect("/cart");
    }
}
