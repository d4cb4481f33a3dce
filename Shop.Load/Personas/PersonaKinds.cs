using Shop.Load.Users;

namespace Shop.Load.Personas;

/// <summary>All personas. A Locust master needs a class of the same name for each (load/locustfile.py).</summary>
static class PersonaKinds
{
    /// <summary>The share of each persona among customers, unless a run says otherwise.</summary>
    public static IReadOnlyDictionary<string, int> Weights { get; } =
        All(null).ToDictionary(kind => kind.Name, kind => kind.Weight);

    /// <summary>All kinds. Without a staff account there is no stock taker.</summary>
    public static List<PersonaKind> All(StockTaker? stockTaker) =>
    [
        new(nameof(ShoppingUser), 60, (shop, random) => new ShoppingUser(shop, stockTaker, random)),
        new(nameof(QuickBuyer), 10, (shop, random) => new QuickBuyer(shop, random)),
        new(nameof(WindowShopper), 20, (shop, random) => new WindowShopper(shop, random)),
        new(nameof(MobileShopper), 10, (shop, random) => new MobileShopper(shop, random)),
        new(nameof(PageVisitor), 10, (site, random) => new PageVisitor(site, random))
    ];
}
