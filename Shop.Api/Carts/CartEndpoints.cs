using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ServiceDefaults;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Http;
using Shop.Carts;
using Shop.Pilot.Requests;
using Shop.Staff;

namespace Shop.Api.Carts;

static class CartEndpoints
{
    public static void MapCarts(this IEndpointRouteBuilder routes)
    {
        var cart = routes.MapGroup("/api/cart").WithTags("Cart").ProducesProblem(401);
        cart.MapGet("", Show);
        cart.MapDelete("", Clear);
        cart.MapPost("/items", Add).ProducesProblem(409).WithMetadata(new CountedActionAttribute(UserAction.AddToCart));
        cart.MapPut("/items/{product:guid}", Change).ProducesProblem(409);
        cart.MapDelete("/items/{product:guid}", Remove);

        var store = routes.MapGroup("/cart-api/cart/{user:guid}")
            .WithTags("Cart")
            .RequireRole(Role.Customer)
            .AddEndpointFilter(OwnerOrAdmin);
        store.MapGet("", ShowOf);
        store.MapPost("/add", AddTo).WithMetadata(new CountedActionAttribute(UserAction.AddToCart));
        store.MapPut("/update", ChangeIn);
        store.MapDelete("/remove", RemoveFrom);
    }

    static async Task<Ok<Cart>> Show(CurrentUser? user, HttpContext http, CartStore carts, CancellationToken ct) =>
        TypedResults.Ok(CartIdentity.Find(http, user) is { } cart ? await carts.FindAsync(cart, ct) : Cart.Of([]));

    static async Task<NoContent> Clear(CurrentUser? user, HttpContext http, CartStore carts, CancellationToken ct)
    {
        if (CartIdentity.Find(http, user) is { } cart)
            await carts.ClearAsync(cart, ct);
        return TypedResults.NoContent();
    }

    /// <param name="item" example='{"product_id":"019b76da-abe8-711d-ab0d-549b6f03675a","quantity":2}
    /// '>What to put into the cart.</param>
    /// <response code="404">There is no such product.</response>
    /// <response code="409">The quantity exceeds the stock.</response>
    internal static async Task<Results<Created<CartLine>, NotFound>> Add(
        CartItemRequest item, CurrentUser? user, HttpContext http, CartStore carts, CancellationToken ct)
    {
        var cart = CartIdentity.FindOrGive(http, user);
        return await carts.AddAsync(cart, item.ProductId!.Value, item.Quantity!.Value, ct) is { } line
            ? TypedResults.Created($"/api/cart/items/{line.ProductId}", line)
            : TypedResults.NotFound();
    }

    /// <param name="wanted" example='{"quantity":3}'>The new quantity.</param>
    /// <response code="409">The quantity exceeds the stock.</response>
    internal static async Task<Results<Ok<CartLine>, NotFound>> Change(
        Guid product, CartQuantityRequest wanted, CurrentUser? user, HttpContext http, CartStore carts,
        CancellationToken ct)
    {
        var cart = CartIdentity.FindOrGive(http, user);
        return await carts.SetAsync(cart, product, wanted.Quantity!.Value, ct) is { } line
            ? TypedResults.Ok(line)
            : TypedResults.NotFound();
    }

    static async Task<NoContent> Remove(
        Guid product, CurrentUser? user, HttpContext http, CartStore carts, CancellationToken ct)
    {
        if (CartIdentity.Find(http, user) is { } cart)
            await carts.RemoveAsync(cart, product, ct);
        return TypedResults.NoContent();
    }

    static async Task<Ok<StoreCart>> ShowOf(Guid user, CartStore carts, CancellationToken ct) =>
        TypedResults.Ok(StoreCart.Of(user, await carts.FindAsync(CartId.User(user), ct)));

    static async Task<Results<Ok<StoreCart>, NotFound>> AddTo(
        Guid user, CartItemRequest item, CartStore carts, CancellationToken ct) =>
        await carts.AddAsync(CartId.User(user), item.ProductId!.Value, item.Quantity!.Value, ct) is null
            ? TypedResults.NotFound()
            : await ShowOf(user, carts, ct);

    static async Task<Results<Ok<StoreCart>, NotFound>> ChangeIn(
        Guid user, CartItemRequest item, CartStore carts, CancellationToken ct) =>
        await carts.SetAsync(CartId.User(user), item.ProductId!.Value, item.Quantity!.Value, ct) is null
            ? TypedResults.NotFound()
            : await ShowOf(user, carts, ct);

    static async Task<Ok<StoreCart>> RemoveFrom(
        Guid user, [FromBody] CartProductRequest item, CartStore carts, CancellationToken ct)
    {
        await carts.RemoveAsync(CartId.User(user), item.ProductId!.Value, ct);
        return await ShowOf(user, carts, ct);
    }

    static async ValueTask<object?> OwnerOrAdmin(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var (user, owner) = (await CurrentUser.BindAsync(http), context.GetArgument<Guid>(0));
        if (user?.IsOrIncludes(owner, Role.Admin) != true)
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        if (!user.Is(owner) && !HttpMethods.IsGet(http.Request.Method))
        {
            var trail = http.RequestServices.GetRequiredService<AuditTrail>();
            await trail.AddAsync(user.Audit(http, "cart.changed", $"{owner}"), http.RequestAborted);
        }
        return await next(context);
    }
}
