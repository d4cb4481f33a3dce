using Shop.Shipping;

namespace Shop.Tests.Shipping;

/// <summary>The price of a delivery by what the carriers answer: a quote, a refusal, or nothing.</summary>
public class TariffTests
{
    static readonly Parcel Heavy = Parcel.Usual with { Weight = 11 };

    [Fact]
    public async Task A_quote_or_a_refusal_is_asked_for_once()
    {
        var ct = TestContext.Current.CancellationToken;
        foreach (var answer in (Func<Sent, Reply?>[])[_ => null, Refuse])
        {
            await using var server = await CarrierServer.StartAsync(answer);
            using var host = new CarrierHost(server.Url);
            await host.Tariff.CheapestAsync(Carriers.Standard, CarrierHost.Tver, Parcel.Usual, ct);
            var asked = server.Received.Count;

            await host.Tariff.CheapestAsync("Standard", CarrierHost.Tver, Parcel.Usual, ct);
            Assert.Equal(asked, server.Received.Count);

            await host.Tariff.CheapestAsync(Carriers.Standard, CarrierHost.Tver, Heavy, ct);
            Assert.True(server.Received.Count > asked);
        }
    }

    [Fact]
    public async Task The_price_of_an_order_is_that_of_the_quotes_that_were_shown()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await CarrierServer.StartAsync(_ => null);
        using var host = new CarrierHost(server.Url);
        var shown = await host.Tariff.QuotesAsync(null, CarrierHost.Tver, [Parcel.Usual], ct);
        var asked = server.Received.Count;

        var price = await host.Tariff.PriceAsync(Carriers.Standard, CarrierHost.Tver, Parcel.Usual, ct);
        var again = await host.Tariff.QuotesAsync(Carriers.Standard, CarrierHost.Tver, [Parcel.Usual], ct);

        Assert.Equal(new(shown[0].Carrier, shown[0].Cost), price);
        Assert.Equal(shown, again);
        Assert.Equal(asked, server.Received.Count);
    }

    [Fact]
    public async Task The_price_is_the_cheapest_carriers_or_the_named_carriers()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await CarrierServer.StartAsync(_ => null);
        using var host = new CarrierHost(server.Url);

        Assert.Equal(
            new(CarrierHost.Boxberry, 300.5m),
            await host.Tariff.PriceAsync(Carriers.Standard, CarrierHost.Tver, Parcel.Usual, ct));
        Assert.Equal(
            new(CarrierHost.Cdek, 361m),
            await host.Tariff.PriceAsync(CarrierHost.Cdek, CarrierHost.Tver, Parcel.Usual, ct));
    }

    [Theory]
    [InlineData(Carriers.Standard)]
    [InlineData(CarrierHost.Cdek)]
    [InlineData(CarrierHost.Boxberry)]
    [InlineData(CarrierHost.Post)]
    public async Task Where_no_carrier_delivers_there_is_no_price(string service)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await CarrierServer.StartAsync(Refuse);
        using var host = new CarrierHost(server.Url);

        var refused = await Assert.ThrowsAsync<ShopException>(
            () => host.Tariff.PriceAsync(service, CarrierHost.Tver, Parcel.Usual, ct));

        Assert.Equal((ErrorCode.Unprocessable, true), (refused.Code, refused.Permanent));
    }

    [Fact]
    public async Task The_fixed_price_is_for_light_orders_while_a_carrier_does_not_answer()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var refuses = await CarrierServer.StartAsync(Refuse);
        await using var fails = await CarrierServer.StartAsync(new Reply(500, "{}"));
        using var host = new CarrierHost(name => name == CarrierHost.Post ? fails.Url : refuses.Url);

        Assert.Equal(
            new(null, 350m), await host.Tariff.PriceAsync(Carriers.Standard, CarrierHost.Tver, Parcel.Usual, ct));
        var late = await Assert.ThrowsAsync<ShopException>(
            () => host.Tariff.PriceAsync(Carriers.Standard, CarrierHost.Tver, Heavy, ct));
        Assert.Equal((ErrorCode.Unavailable, false), (late.Code, late.Permanent));
    }

    static Reply? Refuse(Sent sent) => sent switch
    {
        _ when sent.Has("/calculator/tariff") => new(400, """{"errors":[{"code":"v2_recipient_location"}]}"""),
        _ when sent.Has("DeliveryCosts") => Reply.Ok("""{"err":"Доставка по указанному индексу невозможна"}"""),
        _ when sent.Has("/1.0/tariff") => new(400, """{"code":"1001","sub-code":"DESTINATION_NOT_AVAILABLE"}"""),
        _ => null
    };
}
