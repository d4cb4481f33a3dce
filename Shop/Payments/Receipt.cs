using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Catalog;
using Shop.Database;

namespace Shop.Payments;

/// <summary>The occasion of a fiscal receipt.</summary>
public enum ReceiptKind
{
    /// <summary>Sent with the payment.</summary>
    Payment,
    /// <summary>Sent by itself when a prepaid order is delivered.</summary>
    HandOver,
    /// <summary>Sent with the refund.</summary>
    Refund
}

/// <summary>Whether the customer has the goods already (tag 1214).</summary>
public enum PaymentMode
{
    FullPrepayment,
    FullPayment
}

public enum ReceiptState
{
    /// <summary>Its payment or refund is undecided, or the receipt of a hand-over has not been accepted yet.</summary>
    Pending,
    Sent,
    /// <summary>The tax office has it.</summary>
    Registered,
    Failed
}

/// <summary>A line of a receipt. The amount is always the price times the quantity.</summary>
public sealed record ReceiptLine(
    string Name,
    decimal Price,
    int Quantity,
    decimal Amount,
    VatRate Vat,
    PaymentSubject Subject)
{
    /// <summary>
    /// The line with a part of its amount. It is one unit if the part cannot be divided by the quantity.
    /// </summary>
    internal ReceiptLine Part(decimal amount) =>
        amount == Amount ? this
        : amount * 100 % Quantity == 0 ? this with { Price = amount / Quantity, Amount = amount }
        : this with { Price = amount, Quantity = 1, Amount = amount };
}

/// <summary>
/// A fiscal receipt as the law on cash registers (54-FZ) demands it, in no provider's form. All receipts of a payment
/// have the same lines in the same order; the amount of a line may be 0, and such a line is not printed.
/// </summary>
public sealed record Receipt(
    Guid Id,
    Guid PaymentId,
    ReceiptKind Kind,
    PaymentMode Mode,
    IReadOnlyList<ReceiptLine> Lines,
    string? Contact,
    ReceiptState State,
    string? ProviderId,
    Guid? RefundId,
    DateTimeOffset? AskedAt,
    DateTimeOffset CreatedAt) : IRow<Receipt>
{
    internal static readonly Sql Columns = Sql.Of(
        $"id, payment_id, kind, mode, lines, contact, state, provider_id, refund_id, asked_at, created_at");

    public IEnumerable<ReceiptLine> Printed => Lines.Where(line => line.Amount > 0);

    public decimal Total => Lines.Sum(line => line.Amount);

    /// <summary>Only shops with several tax systems have to name one.</summary>
    public TaxSystem? TaxSystem { get; init; }

    /// <summary>The lines with an amount that is divided among them in proportion.</summary>
    public static IReadOnlyList<ReceiptLine> Of(IReadOnlyList<ReceiptLine> lines, decimal amount)
    {
        var shares = Shares.Of(amount, [.. lines.Select(line => line.Amount)]);
        return [.. lines.Zip(shares, (line, share) => line.Part(share))];
    }

    /// <summary>What remains of the lines after refunds.</summary>
    public static IReadOnlyList<ReceiptLine> Remaining(IReadOnlyList<ReceiptLine> lines, IEnumerable<Receipt> refunds)
    {
        var returned = refunds.ToList();
        return
        [
            .. lines.Select((line, i) => line.Part(line.Amount - returned.Sum(refund => refund.Lines[i].Amount)))
        ];
    }

    public static Receipt Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<Guid>(),
        row.Named<ReceiptKind>(),
        row.Named<PaymentMode>(),
        JsonSerializer.Deserialize(row.Get<string>(), ReceiptJson.Default.IReadOnlyListReceiptLine)!,
        row.TextOrNull(),
        row.Named<ReceiptState>(),
        row.TextOrNull(),
        row.Get<Guid?>(),
        row.Get<DateTimeOffset?>(),
        row.Get<DateTimeOffset>());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<ReceiptLine>))]
sealed partial class ReceiptJson : JsonSerializerContext;
