using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Catalog;
using Shop.Payments;

namespace Shop.Tests.Payments;

/// <summary>Receipts outside the graph.</summary>
static class TestReceipts
{
    public static Receipts Of(NpgsqlDataSource database, PaymentGateways gateways, ReceiptOptions? options = null) =>
        new(database, gateways, Options.Create(options ?? new()), TimeProvider.System);

    /// <summary>The receipts of a process whose provider is the graph's stub.</summary>
    public static Receipts At(ShopFixture shop, HttpClient http, string provider, ReceiptOptions? options = null)
    {
        var payments = Options.Create(new PaymentOptions());
        var gateway = PaymentProvider.Of(provider).At(shop.WireMock.BaseAddress!, http);
        return Of(shop.Database, new([gateway], payments, new(payments, TimeProvider.System)), options);
    }

    /// <summary>Three lamps of 100.10 with 22 % of VAT, a book with 10 %, and the delivery: 1130.50.</summary>
    public static Receipt Example(ReceiptKind kind, PaymentMode mode) => new(
        Guid.CreateVersion7(),
        Guid.CreateVersion7(),
        kind,
        mode,
        [
            new("Лампа", 100.10m, 3, 300.30m, VatRate.Vat22, PaymentSubject.Commodity),
            new("Книга", 480.20m, 1, 480.20m, VatRate.Vat10, PaymentSubject.Another),
            new("Подарок", 0, 1, 0, VatRate.Vat10, PaymentSubject.Commodity),
            new("Доставка", 350, 1, 350, VatRate.None, PaymentSubject.Service)
        ],
        "anna@example.com",
        ReceiptState.Pending,
        ProviderId: null,
        RefundId: null,
        AskedAt: null,
        CreatedAt: TimeProvider.System.GetUtcNow())
    { TaxSystem = TaxSystem.SimplifiedIncome };
}
