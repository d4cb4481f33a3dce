using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Carts;

/// <summary>The Redis key of a cart: a guest's, named by a secret that the client keeps, or an account's.</summary>
public readonly record struct CartId
{
    readonly string _key;

    CartId(string key) => _key = key;

    /// <summary>
    /// - <c>cart:{guest}</c>: hash of product id to quantity
    /// - <c>cart:user:{account}</c>: the same. A guest id has no colon, so the two never collide.
    /// - <c>cart:user:{account}:checkout</c>: the id of the order that this cart is becoming
    /// </summary>
    public static CartId Guest(string guest) => new($"cart:{guest}");
    public static CartId User(Guid user) => new($"cart:user:{user:D}");

    internal string CheckoutKey => $"{_key}:checkout";

    public override string ToString() => _key;
}

public sealed record CartItem(Guid ProductId, int Quantity);

/// <summary>The content of a cart that is being ordered, and the id that its order will have.</summary>
public sealed record CartCheckout(Guid OrderId, IReadOnlyList<CartItem> Items);

public sealed record CartLine(
    Guid ProductId,
    string Name,
    decimal Price,
    int Quantity,
    decimal LineTotal,
    bool Available);

public sealed record Cart(IReadOnlyList<CartLine> Items, decimal Total, string Currency)
{
    public static Cart Of(IReadOnlyList<CartLine> lines) =>
        new(lines, 0.00m + lines.Sum(line => line.LineTotal), "RUB");
}

/// <summary>The cart in the store dialect, which load generators use.</summary>
public sealed record StoreCart(Guid UserId, IReadOnlyDictionary<string, StoreCartLine> Items, decimal TotalValue)
{
    public static StoreCart Of(Guid user, Cart cart)
    {
        var items = cart.Items.ToDictionary(
            line => line.ProductId.ToString(),
            line => new StoreCartLine(line.Quantity, line.Price, line.Name));
        return new(user, items, cart.Total);
    }
}

public sealed record StoreCartLine(int Quantity, decimal Price, string Name);

public sealed record CartItemRequest(
    [property: Required] Guid? ProductId,
    [property: Required, Range(1, CartStore.MaxQuantity)] int? Quantity);

public sealed record CartQuantityRequest([property: Required, Range(1, CartStore.MaxQuantity)] int? Quantity);

public sealed record CartProductRequest([property: Required] Guid? ProductId);

/// <summary>
/// The catalog's current data of a product in a cart. <c>InStock</c> is -1 when it is no longer sold; carts that
/// contain it still show its name and price.
/// </summary>
sealed record CartGoods(Guid Id, string Name, decimal Price, int InStock) : IRow<CartGoods>
{
    public static CartGoods Read(RowReader row) =>
        new(row.Get<Guid>(), row.Get<string>(), row.Get<decimal>(), row.Get<int>());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Cart))]
[JsonSerializable(typeof(StoreCart))]
[JsonSerializable(typeof(CartItemRequest))]
[JsonSerializable(typeof(CartQuantityRequest))]
[JsonSerializable(typeof(CartProductRequest))]
public sealed partial class CartJson : JsonSerializerContext;
