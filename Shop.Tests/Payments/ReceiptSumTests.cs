using Shop.Catalog;
using Shop.Payments;

namespace Shop.Tests.Payments;

/// <summary>The sums of receipts, for orders and refunds at random.</summary>
public class ReceiptSumTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 300)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Lines_add_up_to_each_refund_and_all_refunds_to_the_payment(int seed)
    {
        var random = new Random(seed);
        var lines = Enumerable.Range(0, random.Next(1, 12)).Select(_ => Line(random)).ToList();
        var total = lines.Sum(line => line.Amount);
        var refunds = new List<Receipt>();

        for (var left = total; left > 0; left -= refunds[^1].Total)
        {
            var amount = refunds.Count == 20 ? left : Math.Min(left, Kopecks(random, (int)(total * 50) + 1));
            var remaining = Receipt.Remaining(lines, refunds);
            var refund = TestReceipts.Example(ReceiptKind.Refund, PaymentMode.FullPrepayment) with
            {
                Lines = Receipt.Of(remaining, amount)
            };

            Assert.Equal((left, amount), (remaining.Sum(line => line.Amount), refund.Total));
            Assert.All(refund.Lines, line => Assert.Equal(line.Amount, line.Price * line.Quantity));
            Assert.All(refund.Lines, line => Assert.Equal(line.Amount, decimal.Round(line.Amount, 2)));
            Assert.All(refund.Printed, line => Assert.Equal(line.Price, decimal.Round(line.Price, 2)));
            // Nobody gets back more of a line than was paid for it, and each line bears its proportion.
            Assert.All(
                remaining.Zip(refund.Lines),
                pair =>
                {
                    Assert.InRange(pair.Second.Amount, 0, pair.First.Amount);
                    var exact = pair.First.Amount * amount / left;
                    Assert.InRange(pair.Second.Amount, exact - 0.01m, exact + 0.01m);
                });
            refunds.Add(refund);
        }

        Assert.All(Receipt.Remaining(lines, refunds), line => Assert.Equal(0, line.Amount));
    }

    [Fact]
    public void The_largest_remainders_get_the_kopecks_that_are_left()
    {
        Assert.Equal([0.34m, 0.33m, 0.33m], Shares(1, 100, 100, 100));
        Assert.Equal([0.01m, 0, 0], Shares(0.01m, 1, 1, 1));
        Assert.Equal([3.33m, 6.67m], Shares(10, 5, 10));
        Assert.Equal([0, 9_999_999_999.99m], Shares(9_999_999_999.99m, 0, 9_999_999_999.99m));

        static IEnumerable<decimal> Shares(decimal amount, params decimal[] lines) =>
            Receipt.Of(
                [
                    .. lines.Select(line => new ReceiptLine(
                        "x", line, 1, line, VatRate.None, PaymentSubject.Commodity))
                ],
                amount).Select(line => line.Amount);
    }

    [Fact]
    public void A_line_that_cannot_be_divided_by_its_quantity_is_one_unit()
    {
        var lamp = new ReceiptLine("Лампа", 100, 3, 300, VatRate.None, PaymentSubject.Commodity);

        Assert.Equal((100, 3, 300), Part(300));
        Assert.Equal((50, 3, 150), Part(150));
        Assert.Equal((100.01m, 1, 100.01m), Part(100.01m));

        (decimal, int, decimal) Part(decimal amount)
        {
            var line = Assert.Single(Receipt.Of([lamp], amount));
            return (line.Price, line.Quantity, line.Amount);
        }
    }

    static ReceiptLine Line(Random random)
    {
        var (price, quantity) = (Kopecks(random, random.Next(4) == 0 ? 3 : 1_000_000), random.Next(1, 8));
        return new("x", price, quantity, price * quantity, VatRate.Vat22, PaymentSubject.Commodity);
    }

    static decimal Kopecks(Random random, int atMost) => random.Next(1, atMost + 1) / 100m;
}
