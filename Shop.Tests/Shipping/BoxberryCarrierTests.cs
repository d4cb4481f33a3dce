using Microsoft.AspNetCore.WebUtilities;
using Shop.Shipping;

namespace Shop.Tests.Shipping;

public class BoxberryCarrierTests
{
    [Fact]
    public async Task Requests_match_the_Boxberry_API()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await CarrierServer.StartAsync(_ => null);
        using var host = new CarrierHost(server.Url);

        await host["boxberry"].QuoteAsync(CarrierHost.Tver, [new(0.5m, 10, 12, 3), new(1, 30, 10, 4)], ct);
        var made = await host["boxberry"].CreateAsync(CarrierHost.Order, mayExist: false, ct);
        await host["boxberry"].FindAsync(made.ProviderId, made.TrackingNumber, ct);

        Assert.Equal(
            (CarrierWire.BoxberryTrack, CarrierWire.BoxberryTrack, ShipmentStatus.Created),
            (made.ProviderId, made.TrackingNumber, made.Status));
        Assert.Equal(
            [
                "GET /json.php?token=boxberry%2Fkey&method=DeliveryCosts&weight=1500&targetstart=010&zip=170000"
                    + "&ordersum=0&deliverysum=0&paysum=0&height=7&width=12&depth=30&sucrh=1",
                "POST /json.php",
                $"GET /json.php?token=boxberry%2Fkey&method=ListStatuses&ImId={CarrierWire.BoxberryTrack}"
            ],
            server.Received.Select(sent => sent.Line));
        Assert.StartsWith(
            "application/x-www-form-urlencoded",
            server.Received[1].Headers["Content-Type"],
            StringComparison.Ordinal);
        var form = QueryHelpers.ParseQuery(server.Received[1].Body);
        Assert.Equal(("boxberry/key", "ParselCreate"), ((string)form["token"]!, (string)form["method"]!));
        CdekCarrierTests.Same("""
            {"order_id":"S-1","price":221.0,"payment_sum":0,"delivery_sum":0,"vid":2,"shop":{"name":"","name1":"010"},
             "customer":{"fio":"Анна Ким","phone":"+79001234567"},
             "kurdost":{"index":"170000","citi":"Тверь","addressp":"Лесная, 5, кв. 7"},
             "items":[{"id":"LAMP-1","name":"Лампа","UnitName":"шт","nds":"20","price":100.5,"quantity":2},
              {"id":"FUSE-2","name":"Пробка","UnitName":"шт","nds":"20","price":20,"quantity":1}],
             "weights":{"weight":1500,"x":30,"y":20,"z":10},"issue":0}
            """, form["sdata"]!);
    }

    [Fact]
    public async Task A_taken_order_number_is_our_own_earlier_attempt()
    {
        await using var server = await CarrierServer.StartAsync(sent =>
            CarrierWire.Creates(sent)
                ? Reply.Ok("""{"err":"Значение «S-1» для «Номер заказа в ИМ» уже занято."}""")
                : CarrierWire.Found(sent, "S-1"));
        using var host = new CarrierHost(server.Url);

        var made = await host["boxberry"]
            .CreateAsync(CarrierHost.Order, mayExist: false, TestContext.Current.CancellationToken);

        Assert.Equal(CarrierWire.BoxberryTrack, made.TrackingNumber);
        // From the day in the shipment's id, in Moscow time.
        Assert.Equal(
            "GET /json.php?token=boxberry%2Fkey&method=ParselStory&from=20250730&to=20250829",
            server.Received[^1].Line);
    }

    [Theory]
    [InlineData("""{"err":"Необходимо заполнить «Телефон»."}""", true)]
    [InlineData("""[{"err":"Номер заказа содержит запрещённые символы"}]""", true)]
    [InlineData("""{"err":"Значение «S-1» для «Номер заказа в ИМ» уже занято."}""", true)]
    [InlineData("""{"err":"Неверный token"}""", false)]
    public async Task A_refusal_comes_with_HTTP_200_and_is_permanent_only_for_the_parcel(
        string answer,
        bool isPermanent)
    {
        await using var server = await CarrierServer.StartAsync(sent =>
            CarrierWire.Creates(sent) ? Reply.Ok(answer) : null);
        using var host = new CarrierHost(server.Url);

        var refusal = await Assert.ThrowsAsync<ShopException>(() =>
            host["boxberry"].CreateAsync(CarrierHost.Order, mayExist: false, TestContext.Current.CancellationToken));

        Assert.Equal(isPermanent, refusal.Permanent);
        Assert.Single(server.Received, CarrierWire.Creates);
    }

    [Fact]
    public async Task Without_a_postal_code_no_request_is_sent()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await CarrierServer.StartAsync(_ => null);
        using var host = new CarrierHost(server.Url);

        Assert.Null(await host["boxberry"].QuoteAsync(new("Тверь", ""), [Parcel.Usual], ct));
        var nowhere = CarrierHost.Order with { Recipient = new("Анна", "+79001234567", "самовывоз") };
        var refusal = await Assert.ThrowsAsync<ShopException>(() =>
            host["boxberry"].CreateAsync(nowhere, mayExist: false, ct));
        Assert.True(refusal.Permanent);

        Assert.Empty(server.Received);
    }

    [Theory]
    [InlineData("[]", ShipmentStatus.Created)]
    [InlineData("""[{"Date":"2024-02-07 13:38:13","Name":"Загружен реестр ИМ"}]""", ShipmentStatus.Created)]
    [InlineData(
        """
        [{"Date":"2024-02-07 13:38:13","Name":"Загружен реестр ИМ"},
         {"Date":"2024-02-07 13:40:54","Name":"Принято к доставке"}]
        """,
        ShipmentStatus.InTransit)]
    [InlineData(
        """
        [{"Date":"2024-02-08T13:40:54","Name":"Выдано"},
         {"Date":"2024-02-07T13:40:54","Name":"Передано на курьерскую доставку"}]
        """,
        ShipmentStatus.Delivered)]
    [InlineData(
        """
        [{"Date":"2024-02-07 13:38:13","Name":"Готовится к возврату"},
         {"Date":"2024-02-09 13:38:13","Name":"Возвращено в ИМ"}]
        """,
        ShipmentStatus.Returned)]
    [InlineData(
        """
        [{"Date":"2024-02-07 13:38:13","Name":"Поступило в пункт выдачи"},
         {"Date":"2024-02-09 13:38:13","Name":"Искусственная проблема"}]
        """,
        ShipmentStatus.InTransit)]
    public async Task The_newest_known_status_counts(string statuses, ShipmentStatus status)
    {
        await using var server = await CarrierServer.StartAsync(Reply.Ok(statuses));
        using var host = new CarrierHost(server.Url);

        var found = await host["boxberry"].FindAsync("BBR1", "BBR1", TestContext.Current.CancellationToken);

        Assert.Equal(status, found.Status);
        // Moscow time.
        Assert.All(found.Events, step => Assert.Equal(TimeSpan.FromHours(3), step.At.Offset));
    }
}
