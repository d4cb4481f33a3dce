using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shop.Payments;
using Shop.Tests.Orders;

namespace Shop.Tests.Payments;

public sealed class ProviderChoiceTests(ShopFixture shop) : IDisposable
{
    readonly FakeTimeProvider _time = new();
    readonly HttpClient _http = new();

    [Theory]
    [InlineData(null, "RUB", "yookassa")]
    [InlineData(null, "rub", "yookassa")]
    [InlineData(null, "EUR", "stripe")]
    [InlineData("Stripe", "RUB", "stripe")]
    [InlineData("cloudpayments", "EUR", "cloudpayments")]
    public void Without_a_named_provider_the_currency_decides(string? named, string currency, string provider) =>
        Assert.Equal(provider, Gateways(new(), out _).Choose(named, currency).Name);

    [Fact]
    public void The_provider_order_is_configurable_also_per_currency()
    {
        var options = new PaymentOptions { Providers = ["cloudpayments", "yookassa"] };
        options.ByCurrency["usd"] = ["stripe"];
        var gateways = Gateways(options, out _);

        Assert.Equal(
            ("cloudpayments", "stripe", "cloudpayments"),
            (gateways.Choose(null, "RUB").Name, gateways.Choose(null, "USD").Name, gateways.Choose(null, "EUR").Name));
    }

    [Fact]
    public void A_failing_provider_is_skipped_until_it_answers_or_the_pause_ends()
    {
        var gateways = Gateways(new(), out var outages);

        Fail(outages, "yookassa", 4);
        Assert.Equal("yookassa", gateways.Choose(null, "RUB").Name);
        Fail(outages, "YooKassa", 1);
        Assert.Equal(
            ("cloudpayments", "yookassa"),
            (gateways.Choose(null, "RUB").Name, gateways.Choose("yookassa", "RUB").Name));

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("yookassa", gateways.Choose(null, "RUB").Name);
        Fail(outages, "yookassa", 1);
        Assert.Equal("cloudpayments", gateways.Choose(null, "RUB").Name);
        outages.Answered("yookassa");
        Assert.Equal("yookassa", gateways.Choose(null, "RUB").Name);
    }

    [Fact]
    public void When_all_providers_fail_the_first_is_chosen()
    {
        var gateways = Gateways(new(), out var outages);
        Fail(outages, "yookassa", 5);
        Fail(outages, "cloudpayments", 5);

        Assert.Equal("yookassa", gateways.Choose(null, "RUB").Name);
    }

    [Fact]
    public async Task New_payments_skip_a_failing_provider_and_running_ones_stay_with_it()
    {
        var ct = TestContext.Current.CancellationToken;
        // Nobody listens at YooKassa's address. The other stubs and the rows are the graph's.
        var yooKassa = PaymentProvider.YooKassa.At(new("http://127.0.0.1:1"), _http);
        var options = Options.Create(new PaymentOptions { SkipAfter = 2 });
        var outages = new ProviderAvailability(options, _time);
        var gateways = new PaymentGateways(
            [yooKassa, PaymentProvider.CloudPayments.At(shop.WireMock.BaseAddress!, _http)],
            options,
            outages);
        var payments = new PaymentStore(
            shop.Database, gateways, TestReceipts.Of(shop.Database, gateways), outages);
        var wanted = new NewPayment(Token: "tok_good", CustomerAddress: "203.0.113.7");

        var started = new List<Payment>();
        for (var i = 0; i < 3; i++)
            started.Add(await payments.StartAsync(await PlaceAsync(ct), wanted, ct));
        var named = await payments.StartAsync(await PlaceAsync(ct), wanted with { Provider = "yookassa" }, ct);

        Assert.Equal(
            [
                ("yookassa", PaymentState.Pending),
                ("yookassa", PaymentState.Pending),
                ("cloudpayments", PaymentState.Succeeded)
            ],
            started.Select(payment => (payment.Provider, payment.Status)));
        Assert.Equal(("yookassa", PaymentState.Pending), (named.Provider, named.Status));
        await Assert.ThrowsAsync<HttpRequestException>(() => payments.RefreshAsync(started[0], ct));
        Assert.Same(yooKassa, gateways.Of(started[0]));
    }

    public void Dispose() => _http.Dispose();

    async Task<Shop.Orders.Order> PlaceAsync(CancellationToken ct)
    {
        var order = await (await Purchase.PrepareAsync(shop, ct)).PlaceAsync(ct);
        return (await new Shop.Orders.OrderStore(shop.Database).FindAsync((Guid)order["id"]!, ct))!;
    }

    PaymentGateways Gateways(PaymentOptions options, out ProviderAvailability outages)
    {
        outages = new(Options.Create(options), _time);
        Uri nowhere = new("http://127.0.0.1:1");
        return new(
            [
                PaymentProvider.YooKassa.At(nowhere, _http),
                PaymentProvider.CloudPayments.At(nowhere, _http),
                PaymentProvider.Stripe.At(nowhere, _http)
            ],
            Options.Create(options),
            outages);
    }

    static void Fail(ProviderAvailability outages, string provider, int times)
    {
        for (var i = 0; i < times; i++)
            outages.Failed(provider);
    }
}
