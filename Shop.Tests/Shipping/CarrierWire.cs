namespace Shop.Tests.Shipping;

/// <summary>The successful responses of each carrier, to the letter of its documentation.</summary>
static class CarrierWire
{
    public const string CdekId = "72753031-0a3e-4a7d-9c1c-8f0b1f2f7a01";
    public const string BoxberryTrack = "BBR13790625";
    public const string PostId = "115322331";
    public const string PostBarcode = "80080822636157";

    public static Reply Good(Sent sent) => sent switch
    {
        _ when sent.Has("/oauth/token") => Reply.Ok(
            """
            {"access_token":"cdek-access-token","token_type":"bearer","expires_in":3599,"scope":"order:all","jti":"1"}
            """),
        _ when sent.Has("/calculator/tariff") => Reply.Ok(
            """
            {"delivery_sum":350.5,"period_min":2,"period_max":4,"calendar_min":2,"calendar_max":5,"weight_calc":500,
             "total_sum":361.0,"currency":"RUB","services":[]}
            """),
        { Line: "POST /v2/orders" } => new(
            202,
            $$"""
            {"entity":{"uuid":"{{CdekId}}"},"requests":[{"request_uuid":"1","type":"CREATE","state":"ACCEPTED"}]}
            """),
        _ when sent.Has("im_number=") => new(
            400,
            """
            {"requests":[],"errors":[{"code":"v2_entity_not_found_im_number",
             "message":"Entity is not found by im_number"}]}
            """),
        _ when sent.Line.StartsWith("DELETE /v2", StringComparison.Ordinal) => new(
            202,
            """{"entity":{"uuid":"1"},"requests":[{"type":"DELETE","state":"ACCEPTED"}]}"""),
        _ when sent.Has("/v2/orders/") => Reply.Ok(
            CdekOrder(
                """{"code":"CREATED","name":"Создан","date_time":"2026-08-01T10:00:00+0000","city":"Москва"}""")),
        _ when sent.Has("DeliveryCosts") => Reply.Ok(
            """{"price":300.5,"price_base":250.0,"price_service":50.5,"delivery_period":3}"""),
        _ when sent.Has("ParselCreate") => Reply.Ok(
            $$"""{"track":"{{BoxberryTrack}}","label":"https://example.com/label"}"""),
        _ when sent.Has("ParselStory") => Reply.Ok("[]"),
        _ when sent.Has("ParselDel") => Reply.Ok("""{"text":"ok"}"""),
        _ when sent.Has("ListStatuses") => Reply.Ok("""[{"Date":"2024-02-07 13:38:13","Name":"Загружен реестр ИМ"}]"""),
        _ when sent.Has("/1.0/tariff") => Reply.Ok(
            """
            {"delivery-time":{"max-days":3,"min-days":1},"fragile-rate":{"rate":7075,"vat":1415},
             "ground-rate":{"rate":30658,"vat":6132},"notice-payment-method":"CASHLESS","payment-method":"CASHLESS",
             "total-rate":30658,"total-vat":6132}
            """),
        _ when sent.Has("/1.0/clean/address") => Reply.Ok(PostAddress("GOOD", "VALIDATED")),
        _ when sent.Has("/1.0/user/backlog") => Reply.Ok($$"""{"result-ids":[{{PostId}}]}"""),
        _ when sent.Has("/backlog/search") => Reply.Ok("[]"),
        _ when sent.Line == "DELETE /1.0/backlog" => Reply.Ok($$"""{"result-ids":[{{PostId}}]}"""),
        _ when sent.Has("/1.0/backlog/") => Reply.Ok(
            $$"""{"id":{{PostId}},"barcode":"{{PostBarcode}}","order-num":"S-1"}"""),
        _ when sent.Has("/rtm34") => Reply.Ok(PostHistory()),
        _ => new(404, $"Nobody here knows {sent.Line}.")
    };

    /// <summary>What a lookup finds once an earlier attempt has created the order.</summary>
    public static Reply? Found(Sent sent, string number) => sent switch
    {
        _ when sent.Has($"im_number={number}") => Reply.Ok(
            CdekOrder("""{"code":"ACCEPTED","name":"Принят","date_time":"2026-08-01T10:00:00+0000"}""")),
        _ when sent.Has("ParselStory") => Reply.Ok(
            $$"""
            [{"track":"OTHER","imid":"{{number}}0"},
             {"track":"{{BoxberryTrack}}","label":"https://example.com","date":"2026.08.01 10:00:00","send":false,
              "barcode":"1","imid":"{{number}}"}]
            """),
        _ when sent.Has($"/backlog/search?query={number}") => Reply.Ok(
            $$"""
            [{"id":1,"barcode":"1","order-num":"{{number}}0"},
             {"id":{{PostId}},"barcode":"{{PostBarcode}}","order-num":"{{number}}"}]
            """),
        _ => null
    };

    public static bool Creates(Sent sent) =>
        sent.Line is "POST /v2/orders" or "PUT /1.0/user/backlog"
        || sent.Body.Contains("ParselCreate", StringComparison.Ordinal);

    public static string CdekOrder(string statuses) =>
        $$"""
        {"entity":{"uuid":"{{CdekId}}","cdek_number":"1241123041","number":"S-1","statuses":[{{statuses}}]},
         "requests":[{"type":"CREATE","state":"SUCCESSFUL"}]}
        """;

    public static string PostAddress(string quality, string validation) =>
        $$"""
        [{"id":"1","address-type":"DEFAULT","index":"170000","region":"обл Тверская","place":"г Тверь",
         "street":"ул Лесная","house":"5","room":"7","original-address":"...","quality-code":"{{quality}}",
         "validation-code":"{{validation}}"}]
        """;

    /// <summary>With the service's own prefixes. Each record has a type, an attribute, their name and a time.</summary>
    public static string PostHistory(params (int Type, int Attribute, string Name, string At)[] records) =>
        $"""
        <?xml version='1.0' encoding='UTF-8'?><S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope"><S:Body>
        <ns7:getOperationHistoryResponse xmlns:ns7="http://russianpost.org/operationhistory"
            xmlns:ns3="http://russianpost.org/operationhistory/data"><ns3:OperationHistoryData>
        {string.Concat(records.Select(record =>
            $"""
            <ns3:historyRecord><ns3:AddressParameters><ns3:OperationAddress>
            <ns3:Index>101000</ns3:Index><ns3:Description>Москва</ns3:Description>
            </ns3:OperationAddress></ns3:AddressParameters><ns3:FinanceParameters/><ns3:ItemParameters/>
            <ns3:OperationParameters>
            <ns3:OperType><ns3:Id>{record.Type}</ns3:Id><ns3:Name>{record.Name}</ns3:Name></ns3:OperType>
            <ns3:OperAttr><ns3:Id>{record.Attribute}</ns3:Id></ns3:OperAttr><ns3:OperDate>{record.At}</ns3:OperDate>
            </ns3:OperationParameters><ns3:UserParameters/></ns3:historyRecord>
            """))}
        </ns3:OperationHistoryData></ns7:getOperationHistoryResponse></S:Body></S:Envelope>
        """;

    public static string PostFault(string kind, string text) =>
        $"""
        <S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope"><S:Body><S:Fault>
        <S:Code><S:Value>S:Receiver</S:Value></S:Code><S:Reason><S:Text xml:lang="ru">{kind}</S:Text></S:Reason>
        <S:Detail><ns3:{kind}Reason xmlns:ns3="http://russianpost.org/operationhistory/data">{text}</ns3:{kind}Reason>
        </S:Detail></S:Fault></S:Body></S:Envelope>
        """;
}
