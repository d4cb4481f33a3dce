using Shop.Load.Http;

namespace Shop.Load.Personas;

/// <summary>
/// What a shopper likes. <paramref name="PriceSensitivity"/> and <paramref name="PurchaseLikelihood"/> are between 0
/// and 1.
/// </summary>
sealed record Taste(double PriceSensitivity, string? FavouriteCategory, double PurchaseLikelihood)
{
    const double LikesCategory = 1.5;
    const double OtherCategory = 0.8;

    // The price at which somebody who cares only about the price buys half as often.
    const double HalvingPrice = 5_000;

    static readonly string[] Categories = ["Electronics", "Clothing", "Books", "Home", "Sports"];

    public static Taste Of(Random random) => new(
        0.3 + 0.6 * random.NextDouble(),
        random.NextDouble() < 0.7 ? Categories[random.Next(Categories.Length)] : null,
        0.1 + 0.3 * random.NextDouble());

    /// <summary>
    /// The probability that a shopper who looks at a product puts it into the cart: the likelihood of buying at all,
    /// more for the favourite category and for well rated goods, less for dear ones, and none for what is sold out.
    /// </summary>
    public double ToAddToCart(ProductCard product)
    {
        if (product.Quantity <= 0)
            return 0;
        var category = FavouriteCategory is null ? 1
            : product.Category == FavouriteCategory ? LikesCategory
            : OtherCategory;
        var price = Math.Pow(0.5, PriceSensitivity * (double)product.Price / HalvingPrice);
        var rating = product.Rating is { } stars ? 0.5 + stars / 5 : 1;
        return Math.Clamp(PurchaseLikelihood * category * price * rating, 0, 0.95);
    }
}
