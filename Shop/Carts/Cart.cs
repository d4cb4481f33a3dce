using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Npgsql;
using Shop.Database;

namespace Shop.Carts;

/// <summary>Whose cart: a guest's, known by a secret the browser or the client keeps, or an account's.</summary>
public readonly record struct CartId
{
    readonly string _key;

    CartId(string key) => _key = key;

    /// <summary>
    /// - <c>cart:{guest}</c>: hash of product id to quantity
    /// - <c>cart:user:{account}</c>: the same. A guest's name has no colon, so the two never meet.
    /// </summary>
    public static CartId Guest(string guest) => new($"cart:{guest}");
    public static CartId User(Guid user) => new($"cart:user:{user:D}");

    public override string ToString() => _key;
}

public sealed record CartItem(Guid ProductId, int Quantity);

public sealed record CartLine(Guid ProductId, string Name, decimal Price, int Quantity, decimal LineTotal, bool Available);

public sealed record Cart(IReadOnlyList<CartLine> Items, decimal Total, string Currency)
{
    public static Cart Of(IReadOnlyList<CartLine> lines) => new(lines, 0.00m + lines.Sum(line => line.LineTotal), "RUB");
}

/// <summary>The same cart as load generators know it.</summary>
public sealed record StoreCart(Guid UserId, IReadOnlyDictionary<string, StoreCartLine> Items, decimal TotalValue)
{
    public static StoreCart Of(Guid user, Cart cart) =>
        new(user, cart.Items.ToDictionary(line => line.ProductId.ToString(), line => new StoreCartLine(line.Quantity, line.Price, line.Name)), cart.Total);
}

public sealed record StoreCartLine(int Quantity, decimal Price, string Name);

public sealed record CartItemRequest([property: Required] Guid? ProductId, [property: Required, Range(1, CartStore.MaxQuantity)] int? Quantity);

public sealed record CartQuantityRequest([property: Required, Range(1, CartStore.MaxQuantity)] int? Quantity);

public sealed record CartProductRequest([property: Required] Guid? ProductId);

/// <summary>What the catalog says of a product in a cart, at the moment of asking.</summary>
sealed record CartGoods(Guid Id, string Name, decimal Price, int InStock) : IRow<CartGoods>
{
    public static CartGoods Read(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetString(1), row.GetDecimal(2), row.GetInt32(3));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Cart))]
[JsonSerializable(typeof(StoreCart))]
[JsonSerializable(typeof(CartItemRequest))]
[JsonSerializable(typeof(CartQuantityRequest))]
[JsonSerializable(typeof(CartProductRequest))]
public sealed partial class CartJson : JsonSerializerContext;
