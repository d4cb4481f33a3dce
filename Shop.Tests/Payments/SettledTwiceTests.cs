using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.Payments;
using Shop.Tests.Orders;

namespace Shop.Tests.Payments;

public class SettledTwiceTests(ShopFixture shop)
{
    [Fact]
    public async Task A_payment_that_another_caller_has_settled_is_read_on_the_same_connection()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var id = (Guid)(await purchase.PayAsync(order, ct))["id"]!;
        await using var database = NpgsqlDataSource.Create(
            $"{await shop.ConnectionStringAsync(ShopDatabase.Name)};Maximum Pool Size=1;Timeout=2");
        var options = Options.Create(new PaymentOptions());
        var outages = new ProviderAvailability(options, TimeProvider.System);
        var gateways = new PaymentGateways([new Paid()], options, outages);
        var store = new PaymentStore(database, gateways, TestReceipts.Of(database, gateways), outages);
        var settled = (await store.FindAsync(id, ct))!;

        // As the caller read it before the other one settled it.
        var read = await store.RefreshAsync(
            settled with { Status = PaymentState.Pending, Provider = Paid.Provider, ProviderId = "known" }, ct);

        Assert.Equal(settled, read);
    }

    sealed class Paid : IPaymentGateway
    {
        public const string Provider = "paid";

        static readonly PaymentOutcome Outcome = new(PaymentState.Succeeded, "known");

        public string Name => Provider;

        public TimeSpan IdempotencyKeyLifetime => TimeSpan.FromHours(1);

        public Task<PaymentOutcome> StartAsync(Payment payment, string description, CancellationToken ct) =>
            Task.FromResult(Outcome);

        public Task<PaymentOutcome> FindAsync(Payment payment, CancellationToken ct) => Task.FromResult(Outcome);

        public Task<PaymentOutcome> RefundAsync(Payment payment, Refund refund, CancellationToken ct) =>
            Task.FromResult(Outcome);
    }
}
