using Shop.Load.Http;
using Shop.Load.Users;

namespace Shop.Load.Personas;

/// <summary>
/// Shops between two stations: a few looks, perhaps a purchase, then the phone goes back into the pocket.
/// </summary>
sealed class MobileShopper(ShopClient shop, Random random) : Shopper(shop, random)
{
    readonly int _mostActions = random.Next(5, 16);
    int _actions;

    protected override Taste Taste { get; } = Taste.Of(random);

    public override Pause ThinkTime { get; } = Pause.Between(2, 6);

    public override bool Stays => _actions < _mostActions;

    public override IReadOnlyList<Activity> Activities =>
    [
        new(10, BrowseAsync),
        new(4, FillCartAsync),
        new(1, BuyAsync)
    ];

    public override Task ArriveAsync(CancellationToken ct) => SignUpAsync(ct);

    async Task BrowseAsync(CancellationToken ct)
    {
        _actions++;
        await LookThroughCatalogAsync(ct);
    }

    async Task FillCartAsync(CancellationToken ct)
    {
        _actions++;
        if (await LookAtProductAsync(ct) is { } product && Likes(product))
            await AddToCartAsync(product, ct);
    }

    async Task BuyAsync(CancellationToken ct)
    {
        _actions++;
        if (HasGoodsInCart)
            await CheckOutAsync(ct);
        else
            await LookAtCartAsync(ct);
    }
}
