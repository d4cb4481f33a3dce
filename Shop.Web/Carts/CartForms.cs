using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Catalog;
using Shop.Web.Http;
using Shop.Web.Pilot;

namespace Shop.Web.Carts;

/// <summary>
/// The form posts of the cart on any page. Each redirects back with a notice. They also update the cart count, because
/// the header of the next page is rendered before the page loads the cart.
/// </summary>
static class CartForms
{
    public static void MapCartForms(this IEndpointRouteBuilder routes)
    {
        var cart = routes.MapGroup("/cart/items").AllowAnonymous();
        cart.MapForm("", Add);
        cart.MapForm("/{product:guid}", Change);
        cart.MapForm("/{product:guid}/remove", Remove);
    }

    static async Task<RedirectHttpResult> Add(
        [FromForm] Guid product,
        [FromForm(Name = "return")] string? back,
        [FromForm] int? quantity,
        CartApi carts,
        CatalogApi catalog,
        Notices notices,
        Visits visits,
        HttpContext http,
        CancellationToken ct)
    {
        try
        {
            await carts.AddAsync(product, quantity ?? 1, ct);
            visits.Add(http, Visits.AddToCart, "/cart/items", product, quantity ?? 1);
            notices.Add(NoticeKind.AddedToCart, (await catalog.ProductAsync(product, ct)).Value?.Name);
        }
        catch (ShopException e) when (e.Code is ErrorCode.Conflict or ErrorCode.Invalid or ErrorCode.NotFound)
        {
            notices.Add(NoticeKind.NotSoMany);
        }
        return TypedResults.LocalRedirect(LocalPath.Of(back));
    }

    static async Task<RedirectHttpResult> Change(
        Guid product, [FromForm] int? quantity, CartApi carts, Notices notices, CancellationToken ct)
    {
        try
        {
            if (quantity is 0)
                await carts.RemoveAsync(product, ct);
            else
                await carts.ChangeAsync(product, quantity ?? 1, ct);
            await carts.FindAsync(ct);
        }
        catch (ShopException e) when (e.Code is ErrorCode.Conflict or ErrorCode.Invalid or ErrorCode.NotFound)
        {
            notices.Add(NoticeKind.NotSoMany);
        }
        return TypedResults.LocalRedirect("/cart");
    }

    static async Task<RedirectHttpResult> Remove(Guid product, CartApi carts, CancellationToken ct)
    {
        await carts.RemoveAsync(product, ct);
        await carts.FindAsync(ct);
        return TypedResults.LocalRedirect("/cart");
    }
}
