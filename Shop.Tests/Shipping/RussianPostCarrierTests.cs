using System.Xml.Linq;
using Shop.Shipping;

namespace Shop.Tests.Shipping;

public class RussianPostCarrierTests
{
    [Fact]
    public async Task Requests_match_the_Russian_Post_API()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await CarrierServer.StartAsync(_ => null);
        using var host = new CarrierHost(server.Url);

        await host["russian_post"].QuoteAsync(CarrierHost.Tver, [new(1, 5, 19, 2)], ct);
        var made = await host["russian_post"].CreateAsync(CarrierHost.Order, mayExist: false, ct);
        var found = await host["russian_post"].FindAsync(made.ProviderId, made.TrackingNumber, ct);

        Assert.Equal(
            (CarrierWire.PostId, CarrierWire.PostBarcode, ShipmentStatus.Created),
            (found.ProviderId, found.TrackingNumber, found.Status));
        Assert.Equal(
            [
                "POST /1.0/tariff",
                "POST /1.0/clean/address",
                "PUT /1.0/user/backlog",
                $"GET /1.0/backlog/{CarrierWire.PostId}"
            ],
            server.Received.Select(sent => sent.Line));
        Assert.All(
            server.Received,
            sent => Assert.Equal(
                ("AccessToken post-token", $"Basic {CarrierHost.PostUser}"),
                (sent.Headers["Authorization"], sent.Headers["X-User-Authorization"])));
        CdekCarrierTests.Same(
            """
            {"index-from":"101000","index-to":"170000","mail-category":"ORDINARY","mail-type":"POSTAL_PARCEL",
             "mass":1000,"dimension":{"height":2,"length":5,"width":19},
             "fragile":false,"with-order-of-notice":false}
            """,
            server.Received[0].Body);
        CdekCarrierTests.Same(
            """[{"id":"1","original-address":"170000, Тверь, Лесная, 5, кв. 7"}]""",
            server.Received[1].Body);
        CdekCarrierTests.Same(
            """
            [{"address-type-to":"DEFAULT","given-name":"Анна","surname":"Ким","house-to":"5","index-to":170000,
              "mail-category":"ORDINARY","mail-direct":643,"mail-type":"POSTAL_PARCEL","mass":1500,"order-num":"S-1",
              "place-to":"г Тверь","postoffice-code":"101000","region-to":"обл Тверская","room-to":"7",
              "street-to":"ул Лесная","tel-address":79001234567}]
            """, server.Received[2].Body);
    }

    [Fact]
    public async Task Tracking_is_SOAP_with_the_credentials_in_the_body()
    {
        await using var server = await CarrierServer.StartAsync(_ => null);
        using var host = new CarrierHost(server.Url);

        await host["russian_post"]
            .FindAsync(CarrierWire.PostId, CarrierWire.PostBarcode, TestContext.Current.CancellationToken);

        var asked = Assert.Single(server.Received);
        Assert.Equal(
            ("POST /rtm34", "application/soap+xml; charset=utf-8", false),
            (asked.Line, asked.Headers["Content-Type"], asked.Headers.ContainsKey("Authorization")));
        Assert.True(
            XNode.DeepEquals(
                XElement.Parse(
                    """
                    <soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"
                        xmlns:oper="http://russianpost.org/operationhistory"
                        xmlns:data="http://russianpost.org/operationhistory/data">
                      <soap:Header />
                      <soap:Body>
                        <oper:getOperationHistory>
                          <data:OperationHistoryRequest>
                            <data:Barcode>80080822636157</data:Barcode>
                            <data:MessageType>0</data:MessageType>
                            <data:Language>RUS</data:Language>
                          </data:OperationHistoryRequest>
                          <data:AuthorizationHeader soap:mustUnderstand="1">
                            <data:login>post-tracking-login</data:login>
                            <data:password>post-tracking-password</data:password>
                          </data:AuthorizationHeader>
                        </oper:getOperationHistory>
                      </soap:Body>
                    </soap:Envelope>
                    """),
                XElement.Parse(asked.Body)),
            asked.Body);
    }

    [Theory]
    [InlineData(1, 1, ShipmentStatus.InTransit)]
    [InlineData(8, 2, ShipmentStatus.InTransit)]
    [InlineData(2, 1, ShipmentStatus.Delivered)]
    [InlineData(2, 8, ShipmentStatus.Delivered)]
    [InlineData(2, 2, ShipmentStatus.Returned)]
    [InlineData(28, 0, ShipmentStatus.Created)]
    public async Task The_last_operation_decides_the_status(int type, int attribute, ShipmentStatus status)
    {
        await using var server = await CarrierServer.StartAsync(
            Reply.Ok(
                CarrierWire.PostHistory(
                    (type, attribute, "Вручение", "2026-08-02T10:00:00.000+03:00"),
                    (28, 0, "Присвоение идентификатора", "2026-08-01T10:00:00.000+03:00"))));
        using var host = new CarrierHost(server.Url);

        var found = await host["russian_post"]
            .FindAsync(CarrierWire.PostId, CarrierWire.PostBarcode, TestContext.Current.CancellationToken);

        Assert.Equal((status, CarrierWire.PostBarcode), (found.Status, found.TrackingNumber));
        Assert.Equal(new CarrierEvent(new(2026, 8, 2, 7, 0, 0, TimeSpan.Zero), "Вручение", "Москва"), found.Events[^1]);
    }

    [Theory]
    [InlineData(500, "AuthorizationFault", "Russian Post answered AuthorizationFault: Доступ запрещён")]
    [InlineData(500, "OperationHistoryFault", "Russian Post answered OperationHistoryFault: Доступ запрещён")]
    [InlineData(200, "LanguageFault", "Russian Post answered LanguageFault: Доступ запрещён")]
    public async Task A_SOAP_fault_is_reported_and_transient(int status, string kind, string message)
    {
        await using var server = await CarrierServer.StartAsync(
            new Reply(status, CarrierWire.PostFault(kind, "Доступ запрещён")));
        using var host = new CarrierHost(server.Url);

        var fault = await Assert.ThrowsAsync<ShopException>(() =>
            host["russian_post"].FindAsync("1", CarrierWire.PostBarcode, TestContext.Current.CancellationToken));

        Assert.Equal((message, false), (fault.Message, fault.Permanent));
    }

    [Theory]
    [InlineData("""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>""")]
    [InlineData("""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>""")]
    [InlineData("<S:Envelope xmlns:S=\"http://www.w3.org/2003/05/soap-envelope\"/>")]
    public async Task A_document_with_entities_or_without_a_body_is_not_read(string document)
    {
        await using var server = await CarrierServer.StartAsync(Reply.Ok(document));
        using var host = new CarrierHost(server.Url);

        var failure = await Assert.ThrowsAsync<ShopException>(() =>
            host["russian_post"].FindAsync("1", CarrierWire.PostBarcode, TestContext.Current.CancellationToken));

        Assert.Equal("Russian Post gave an answer that cannot be read.", failure.Message);
    }

    [Theory]
    [InlineData(
        """
        {"result-ids":[],"errors":[{"position":0,
         "error-codes":[{"code":"EMPTY_INDEX_TO","description":"Почтовый индекс не указан","details":"x"}]}]}
        """,
        true,
        "Почтовый индекс не указан")]
    [InlineData("""{"errors":[{"position":0,"error-codes":[{"code":"EMPTY_INDEX_TO"}]}]}""", true, "EMPTY_INDEX_TO")]
    [InlineData("""{"errors":[]}""", false, "cannot be read")]
    [InlineData("", false, "cannot be read")]
    public async Task A_rejected_order_says_why(string answer, bool isPermanent, string reason)
    {
        await using var server = await CarrierServer.StartAsync(sent =>
            CarrierWire.Creates(sent) ? Reply.Ok(answer) : null);
        using var host = new CarrierHost(server.Url);

        var refusal = await Assert.ThrowsAsync<ShopException>(() => CreateAsync(host));

        Assert.Equal(
            (isPermanent, true),
            (refusal.Permanent, refusal.Message.Contains(reason, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("UNDEF_01", "VALIDATED")]
    [InlineData("GOOD", "NOT_VALIDATED_HAS_UNPARSED_PARTS")]
    public async Task An_unrecognized_address_is_refused_before_an_order_is_created(string quality, string validation)
    {
        await using var server = await CarrierServer.StartAsync(sent =>
            sent.Has("/clean/") ? Reply.Ok(CarrierWire.PostAddress(quality, validation)) : null);
        using var host = new CarrierHost(server.Url);

        var refusal = await Assert.ThrowsAsync<ShopException>(() => CreateAsync(host));

        Assert.True(refusal.Permanent);
        Assert.DoesNotContain(server.Received, CarrierWire.Creates);
    }

    [Fact]
    public async Task A_failed_order_request_is_not_retried()
    {
        await using var server = await CarrierServer.StartAsync(sent =>
            CarrierWire.Creates(sent) ? new(503, "{}") : null);
        using var host = new CarrierHost(server.Url);

        var failure = await Assert.ThrowsAsync<ShopException>(() => CreateAsync(host));

        Assert.False(failure.Permanent);
        Assert.Single(server.Received, CarrierWire.Creates);
    }

    [Fact]
    public async Task An_order_in_a_batch_still_has_its_barcode()
    {
        await using var server = await CarrierServer.StartAsync(sent =>
            sent.Has("/1.0/backlog/") ? new(404, """{"code":"1001","sub-code":"RESOURCE_NOT_FOUND"}""")
            : sent.Has("/1.0/shipment/")
                ? Reply.Ok($$"""{"id":{{CarrierWire.PostId}},"barcode":"{{CarrierWire.PostBarcode}}"}""")
            : null);
        using var host = new CarrierHost(server.Url);

        var found = await host["russian_post"]
            .FindAsync(CarrierWire.PostId, null, TestContext.Current.CancellationToken);

        Assert.Equal(CarrierWire.PostBarcode, found.TrackingNumber);
    }

    static Task<CarrierShipment> CreateAsync(CarrierHost host) => host["russian_post"]
        .CreateAsync(CarrierHost.Order, mayExist: false, TestContext.Current.CancellationToken);
}
