using Shop.Load.Http;
using Shop.Load.Users;

namespace Shop.Load.Personas;

/// <summary>Looks at a lot, has no account, and buys nothing.</summary>
sealed class WindowShopper(ShopClient shop, Random random) : Shopper(shop, random)
{
    protected override Taste Taste { get; } = Taste.Of(random) with { PurchaseLikelihood = 0 };

    public override Pause ThinkTime { get; } = Pause.Between(2, 8);

    public override IReadOnlyList<Activity> Activities =>
    [
        new(6, LookThroughCatalogAsync),
        new(4, LookAtProductAsync),
        new(1, LookAtCategoriesAsync)
    ];

    Task<Answer> LookAtCategoriesAsync(CancellationToken ct) => Shop.SendAsync(HttpCall.Get("/api/categories"), ct);
}
