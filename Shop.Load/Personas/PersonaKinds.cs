using System.ComponentModel.DataAnnotations;
using Shop.Load.Users;
using Shop.Load.Voice;

namespace Shop.Load.Personas;

/// <summary>All personas. A Locust master needs a class of the same name for each (load/locustfile.py).</summary>
static class PersonaKinds
{
    /// <summary>The share of each persona among customers, unless a run says otherwise.</summary>
    public static IReadOnlyDictionary<string, int> Weights { get; } =
        All(null).ToDictionary(kind => kind.Name, kind => kind.Weight);

    /// <summary>
    /// All kinds. Without a staff account there is no stock taker, and callers need the address of a telephone: they
    /// come only when a run asks for them.
    /// </summary>
    public static List<PersonaKind> All(StockTaker? stockTaker, Telephone? telephone = null) =>
    [
        new(nameof(ShoppingUser), 60, (shop, random) => new ShoppingUser(shop, stockTaker, random)),
        new(nameof(QuickBuyer), 10, (shop, random) => new QuickBuyer(shop, random)),
        new(nameof(WindowShopper), 20, (shop, random) => new WindowShopper(shop, random)),
        new(nameof(MobileShopper), 10, (shop, random) => new MobileShopper(shop, random)),
        new(nameof(PageVisitor), 10, (site, random) => new PageVisitor(site, random)),
        new(
            nameof(AudioSocketUser),
            0,
            (shop, random) => new AudioSocketUser(shop, telephone!, random)),
        new(nameof(SilentCaller), 0, (shop, _) => new SilentCaller(shop, telephone!))
    ];

    /// <exception cref="ValidationException">Callers come, and nobody said where they call.</exception>
    public static void CheckTelephone(IReadOnlyDictionary<string, int> weights, string? voice)
    {
        if (voice is null && ((string[])[nameof(AudioSocketUser), nameof(SilentCaller)])
            .Any(caller => weights.GetValueOrDefault(caller) > 0))
            throw new ValidationException("Callers need --voice host:port.");
    }
}
