using Shop.Catalog;
using Shop.Orders;

namespace Shop.Shipping;

/// <summary>The parcel that holds the items of an order.</summary>
public sealed class Packing(ProductMeasures measures)
{
    // Boxes are this many centimetres longer than the next smaller one. With the whole kilograms, few different
    // parcels remain, so that a cached quote fits many orders.
    const int Step = 10;

    // Its grams are an integer. No carrier takes that much.
    const long MaxKilograms = int.MaxValue / 1000;

    public async Task<Parcel> PackAsync(IReadOnlyCollection<OrderItem> items, CancellationToken ct)
    {
        var pieces = (await measures.OfAsync(items.Select(item => item.ProductId), ct))
            .ToDictionary(piece => piece.ProductId);
        return Pack(items
            .Where(item => pieces.ContainsKey(item.ProductId))
            .Select(item => (pieces[item.ProductId], item.Quantity)));
    }

    /// <summary>
    /// The weight is that of all pieces, in whole kilograms. The box has room for each piece and for the volume of all.
    /// </summary>
    public static Parcel Pack(IEnumerable<(Measures Piece, int Quantity)> pieces)
    {
        long[] box = [(long)Parcel.Usual.Length, (long)Parcel.Usual.Width, (long)Parcel.Usual.Height];
        long grams = 0, volume = 0;
        foreach (var (piece, quantity) in pieces)
        {
            var (length, width, height) = piece.Dimensions;
            int[] sides = [length, width, height];
            Array.Sort(sides, (one, other) => other - one);
            for (var i = 0; i < box.Length; i++)
                box[i] = Math.Max(box[i], (sides[i] + Step - 1) / Step * Step);
            grams += (long)piece.Grams * quantity;
            volume += (long)length * width * height * quantity;
        }
        while (box[0] * box[1] * box[2] < volume)
            box[Array.IndexOf(box, box.Min())] += Step;
        var kilograms = Math.Clamp((grams + 999) / 1000, (long)Parcel.Usual.Weight, MaxKilograms);
        return new(kilograms, box[0], box[1], box[2]);
    }
}
