using FsCheck;
using FsCheck.Fluent;
using Shop.Load.Http;
using Shop.Load.Personas;

namespace Shop.Tests.Load;

public class TasteTests
{
    static readonly ProductCard Lamp = new("1", "Lamp", 1_000, "Home", 5, 4.5);

    [Fact]
    public void Nobody_takes_what_is_sold_out() =>
        Assert.Equal(0, new Taste(0.5, "Home", 0.9).ToAddToCart(Lamp with { Quantity = 0 }));

    [Fact]
    public void Dearer_worse_and_other_goods_are_taken_less_often()
    {
        var taste = new Taste(0.5, "Home", 0.3);
        var likelihood = taste.ToAddToCart(Lamp);

        Assert.True(taste.ToAddToCart(Lamp with { Price = 20_000 }) < likelihood);
        Assert.True(taste.ToAddToCart(Lamp with { Rating = 1 }) < likelihood);
        Assert.True(taste.ToAddToCart(Lamp with { Category = "Books" }) < likelihood);
        Assert.True((taste with { PurchaseLikelihood = 0.1 }).ToAddToCart(Lamp) < likelihood);
        Assert.True((taste with { PriceSensitivity = 0.9 }).ToAddToCart(Lamp) < likelihood);
    }

    [Fact]
    public void It_is_always_a_probability() => Prop.ForAll(
        Gen.Choose(0, 5_000_000).ToArbitrary(),
        Gen.Choose(1, 10_000).ToArbitrary(),
        (price, seed) =>
        {
            var likelihood = Taste.Of(new(seed)).ToAddToCart(Lamp with { Price = price / 100m });
            return likelihood is >= 0 and <= 0.95;
        }).QuickCheckThrowOnFailure();
}
