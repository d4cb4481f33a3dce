using Shop.Load.Http;
using Shop.Load.Users;

namespace Shop.Load.Personas;

/// <summary>Knows what they want: finds it, buys it and comes back for the next.</summary>
sealed class QuickBuyer(ShopClient shop, Random random) : Shopper(shop, random)
{
    protected override Taste Taste { get; } = new(PriceSensitivity: 0.1, null, PurchaseLikelihood: 0.9);

    public override Pause ThinkTime { get; } = Pause.Between(0.5, 2);

    public override IReadOnlyList<Activity> Activities => [new(1, BuyAsync)];

    public override Task ArriveAsync(CancellationToken ct) => SignUpAsync(ct);

    async Task BuyAsync(CancellationToken ct)
    {
        await LookThroughCatalogAsync(ct);
        if (await LookAtProductAsync(ct) is not { Quantity: > 0 } product)
            return;
        await AddToCartAsync(product, ct);
        if (HasGoodsInCart)
            await CheckOutAsync(ct);
    }
}
