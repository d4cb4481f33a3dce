using Shop.Load.Http;
using Shop.Load.Users;

namespace Shop.Load.Personas;

/// <summary>
/// The usual customer: mostly looks around, often thinks about what to put into the cart, and buys now and then. One in
/// thirty things they do is somebody of the staff's: the goods on the shelf are counted.
/// </summary>
sealed class ShoppingUser(ShopClient shop, StockTaker? stockTaker, Random random) : Shopper(shop, random)
{
    protected override Taste Taste { get; } = Taste.Of(random);

    public override Pause ThinkTime { get; } = Pause.Between(1, 5);

    public override IReadOnlyList<Activity> Activities =>
    [
        new(15, BrowseAsync),
        new(8, FillCartAsync),
        new(2, BuyAsync),
        new(3, LookAfterThemselvesAsync),
        new(stockTaker is null ? 0 : 1, TakeStockAsync)
    ];

    public override Task ArriveAsync(CancellationToken ct) => SignUpAsync(ct);

    async Task BrowseAsync(CancellationToken ct)
    {
        await LookThroughCatalogAsync(ct);
        if (Random.NextDouble() < 0.6)
            await LookAtProductAsync(ct);
    }

    async Task FillCartAsync(CancellationToken ct)
    {
        if (await LookAtProductAsync(ct) is { } product && Likes(product))
            await AddToCartAsync(product, ct);
        await LookAtCartAsync(ct);
    }

    async Task BuyAsync(CancellationToken ct)
    {
        if (!HasGoodsInCart && await LookAtProductAsync(ct) is { Quantity: > 0 } product)
            await AddToCartAsync(product, ct);
        if (HasGoodsInCart)
            await CheckOutAsync(ct);
    }

    async Task LookAfterThemselvesAsync(CancellationToken ct)
    {
        await LookAtProfileAsync(ct);
        if (Random.NextDouble() < 0.5)
            await LookAtOrdersAsync(ct);
    }

    async Task TakeStockAsync(CancellationToken ct)
    {
        if (await LookAtProductAsync(ct) is { } product)
            await stockTaker!.CountAsync(Shop, product, ct);
    }
}
