using Shop.Catalog;
using Shop.Shipping;

namespace Shop.Tests.Shipping;

/// <summary>Few different parcels, so that a cached quote fits many orders, and none that is too small.</summary>
public class PackingTests
{
    [Theory]
    [InlineData(500, 20, 15, 10, 1, "1 kg 30 x 20 x 10")]
    [InlineData(500, 20, 15, 10, 2, "1 kg 30 x 20 x 10")]
    [InlineData(500, 20, 15, 10, 3, "2 kg 30 x 20 x 20")]
    [InlineData(9500, 22, 65, 65, 1, "10 kg 70 x 70 x 30")]
    [InlineData(9500, 22, 65, 65, 4, "38 kg 80 x 70 x 70")]
    [InlineData(500, 20, 15, 10, 200, "100 kg 90 x 90 x 80")]
    [InlineData(1, 1, 1, 1, 1, "1 kg 30 x 20 x 10")]
    [InlineData(1_000_000, 10, 10, 10, 100_000, "2147483 kg 470 x 470 x 460")]
    public void A_parcel_holds_its_pieces(int grams, int length, int width, int height, int pieces, string expected)
    {
        var piece = new Measures(Guid.CreateVersion7(), grams, new(length, width, height));

        var parcel = Packing.Pack([(piece, pieces)]);

        Assert.True(parcel.Grams > 0);
        Assert.Equal(expected, $"{parcel.Weight} kg {parcel.Length} x {parcel.Width} x {parcel.Height}");
        Assert.True(parcel.Length * parcel.Width * parcel.Height >= (decimal)length * width * height * pieces);
    }

    [Fact]
    public void Different_products_share_one_parcel()
    {
        var rod = new Measures(Guid.CreateVersion7(), 700, new(5, 120, 5));
        var box = new Measures(Guid.CreateVersion7(), 2400, new(30, 30, 30));

        var parcel = Packing.Pack([(rod, 2), (box, 1)]);

        Assert.Equal(new(4, 120, 30, 30), parcel);
    }
}
