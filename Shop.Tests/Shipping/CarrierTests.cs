using Shop.Shipping;

namespace Shop.Tests.Shipping;

/// <summary>What must be the same whoever carries.</summary>
public class CarrierTests
{
    public static TheoryData<string> Each => [.. CarrierHost.Names];

    public static TheoryData<string, string> EachWithNonsense
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var carrier in CarrierHost.Names)
            {
                foreach (var nonsense in new[] { "", "null", "{}", "[1]", "\"yes\"", "<html>502 Bad Gateway</html>", "{\"total_sum\":", "{\"price\":0,\"total-rate\":0,\"total_sum\":0}" })
                    all.Add(carrier, nonsense);
            }
            return all;
        }
    }

    public static TheoryData<string, int> EachWithStatus
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (var carrier in CarrierHost.Names)
            {
                foreach (var status in new[] { 401, 403, 429, 500, 502, 503 })
                    all.Add(carrier, status);
            }
            return all;
        }
    }

    [Theory]
    [InlineData(CarrierHost.Cdek, "361.0", 5)]
    [InlineData(CarrierHost.Boxberry, "300.5", 3)]
    [InlineData(CarrierHost.Post, "367.90", 3)]
    public async Task A_way_has_a_price_in_roubles_and_a_time(string carrier, string cost, int days)
    {
        await using var server = await CarrierServer.StartAsync(_ => null);
        using var host = new CarrierHost(server.Url);

        var quote = await host[carrier].QuoteAsync(CarrierHost.Tver, [Parcel.Usual], TestContext.Current.CancellationToken);

        Assert.Equal(new Quote(carrier, carrier, decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture), days), quote);
    }

    [Theory]
    [InlineData(CarrierHost.Cdek, 400, """{"errors":[{"code":"v2_recipient_location_is_not_recognized","message":"Recipient location is not recognized"}]}""")]
    [InlineData(CarrierHost.Cdek, 200, """{"errors":[{"code":"v2_tariff","message":"No tariff"}]}""")]
    [InlineData(CarrierHost.Boxberry, 200, """{"err":"Доставка невозможна"}""")]
    [InlineData(CarrierHost.Boxberry, 200, """[{"err":"Доставка невозможна"}]""")]
    [InlineData(CarrierHost.Post, 400, """{"code":"1001","sub-code":"X","desc":"Нет такого индекса"}""")]
    [InlineData(CarrierHost.Post, 400, """{"error":"bad request","status":400}""")]
    public async Task Where_it_does_not_go_there_is_no_price(string carrier, int status, string answer)
    {
        await using var server = await CarrierServer.StartAsync(new Reply(status, answer));
        using var host = new CarrierHost(server.Url);

        Assert.Null(await host[carrier].QuoteAsync(CarrierHost.Tver, [Parcel.Usual], TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(EachWithNonsense))]
    public async Task What_cannot_be_read_is_no_price_no_parcel_and_no_news_and_may_pass(string carrier, string nonsense)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await CarrierServer.StartAsync(Reply.Ok(nonsense));
        using var host = new CarrierHost(server.Url);

        foreach (var failure in await FailuresAsync(host[carrier], ct))
            Assert.True(failure is { Permanent: false } && failure.Message.EndsWith("gave an answer that cannot be read.", StringComparison.Ordinal), failure.Message);
    }

    [Theory]
    [MemberData(nameof(EachWithStatus))]
    public async Task What_is_wrong_with_the_account_or_the_server_may_pass(string carrier, int status)
    {
        await using var server = await CarrierServer.StartAsync(new Reply(status, "{}"));
        using var host = new CarrierHost(server.Url);

        Assert.All(await FailuresAsync(host[carrier], TestContext.Current.CancellationToken), failure => Assert.False(failure.Permanent, failure.Message));
    }

    [Theory]
    [MemberData(nameof(Each))]
    public async Task A_parcel_whose_answer_was_lost_is_found_under_our_number_and_not_made_twice(string carrier)
    {
        var ct = TestContext.Current.CancellationToken;
        var isMade = false;
        await using var server = await CarrierServer.StartAsync(sent =>
        {
            if (!CarrierWire.Creates(sent))
                return isMade ? CarrierWire.Found(sent, CarrierHost.Order.OrderNumber) : null;
            isMade = true;
            return Reply.Lost;
        });
        using var host = new CarrierHost(server.Url);

        var lost = await Record.ExceptionAsync(() => host[carrier].CreateAsync(CarrierHost.Order, mayExist: false, ct));
        Assert.True(lost is HttpRequestException or ShopException { Permanent: false }, $"{lost}");
        var found = await host[carrier].CreateAsync(CarrierHost.Order, mayExist: true, ct);

        Assert.Contains(found.ProviderId, new[] { CarrierWire.CdekId, CarrierWire.BoxberryTrack, CarrierWire.PostId });
        Assert.Single(server.Received, CarrierWire.Creates);
    }

    [Theory]
    [MemberData(nameof(Each))]
    public async Task Whoever_tries_again_and_finds_nothing_makes_it(string carrier)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await CarrierServer.StartAsync(_ => null);
        using var host = new CarrierHost(server.Url);

        await host[carrier].CreateAsync(CarrierHost.Order, mayExist: true, ct);

        Assert.Single(server.Received, CarrierWire.Creates);
        Assert.True(server.Received.Count(sent => !CarrierWire.Creates(sent) && !sent.Has("/oauth/") && !sent.Has("/clean/")) == 1, string.Join('\n', server.Received));
    }

    [Theory]
    [InlineData(CarrierHost.Cdek, 400)]
    [InlineData(CarrierHost.Cdek, 500)]
    [InlineData(CarrierHost.Boxberry, 200)]
    [InlineData(CarrierHost.Post, 400)]
    [InlineData(CarrierHost.Post, 500)]
    public async Task A_carrier_that_complains_by_quoting_us_does_not_make_us_tell_our_keys(string carrier, int status)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await CarrierServer.StartAsync(sent =>
        {
            var quoted = string.Join(' ', sent.Line, string.Join(' ', sent.Headers.Where(header => header.Key.Contains("Authorization", StringComparison.Ordinal)).Select(header => header.Value)),
                carrier == CarrierHost.Boxberry ? sent.Body : "");
            var text = System.Text.Json.JsonSerializer.Serialize($"{quoted}: no");
            return sent.Has("/oauth/token") ? null
                : sent.Has("/rtm34") ? new(500, CarrierWire.PostFault("AuthorizationFault", System.Security.SecurityElement.Escape(sent.Body)!))
                : new(status, carrier == CarrierHost.Boxberry ? $$"""{"err":{{text}}}""" : $$"""{"desc":{{text}},"errors":[{"code":"1","message":{{text}}}]}""");
        });
        using var host = new CarrierHost(server.Url);

        var failures = await FailuresAsync(host[carrier], ct, atLeast: 2);

        Assert.Contains(failures, failure => failure.Message.Contains("***", StringComparison.Ordinal));
        Assert.All(failures, failure => Assert.DoesNotContain(CarrierHost.Secrets, secret => failure.ToString().Contains(secret, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Each))]
    public async Task What_nobody_waits_for_is_given_up(string carrier)
    {
        await using var server = await CarrierServer.StartAsync(_ => null);
        using var host = new CarrierHost(server.Url);

        await host[carrier].CancelAsync(carrier == CarrierHost.Post ? CarrierWire.PostId : CarrierWire.BoxberryTrack, TestContext.Current.CancellationToken);

        var asked = server.Received[^1];
        Assert.Contains((asked.Line, asked.Body), new[]
        {
            ($"DELETE /v2/orders/{CarrierWire.BoxberryTrack}", ""), ($"GET /json.php?token=boxberry%2Fkey&method=ParselDel&ImId={CarrierWire.BoxberryTrack}", ""),
            ("DELETE /1.0/backlog", $"[{CarrierWire.PostId}]")
        });
    }

    static async Task<List<ShopException>> FailuresAsync(ICarrier carrier, CancellationToken ct, int atLeast = 3)
    {
        Func<Task>[] calls =
        [
            () => carrier.QuoteAsync(CarrierHost.Tver, [Parcel.Usual], ct), () => carrier.CreateAsync(CarrierHost.Order, mayExist: false, ct),
            () => carrier.FindAsync(CarrierWire.PostId, CarrierWire.PostBarcode, ct)
        ];
        var failures = new List<ShopException>();
        foreach (var call in calls)
        {
            if (await Record.ExceptionAsync(call) is { } e)
                failures.Add(Assert.IsType<ShopException>(e));
        }
        Assert.True(failures.Count >= atLeast, $"{failures.Count} failures");
        return failures;
    }
}
