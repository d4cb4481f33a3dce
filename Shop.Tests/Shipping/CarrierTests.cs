using Shop.Shipping;

namespace Shop.Tests.Shipping;

/// <summary>What all carriers have in common.</summary>
public class CarrierTests
{
    public static TheoryData<string> Each => [.. CarrierHost.Names];

    public static TheoryData<string, string> EachWithNonsense
    {
        get
        {
            string[] answers =
            [
                "",
                "null",
                "{}",
                "[1]",
                "\"yes\"",
                "<html>502 Bad Gateway</html>",
                "{\"total_sum\":",
                "{\"price\":0,\"total-rate\":0,\"total_sum\":0}"
            ];
            var all = new TheoryData<string, string>();
            foreach (var carrier in CarrierHost.Names)
            {
                foreach (var answer in answers)
                    all.Add(carrier, answer);
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
    public async Task A_quote_has_a_price_in_roubles_and_a_delivery_time(string carrier, string cost, int days)
    {
        await using var server = await CarrierServer.StartAsync(_ => null);
        using var host = new CarrierHost(server.Url);

        var quote = await host[carrier]
            .QuoteAsync(CarrierHost.Tver, [Parcel.Usual], TestContext.Current.CancellationToken);

        Assert.Equal(
            new Quote(carrier, carrier, decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture), days),
            quote);
    }

    [Theory]
    [InlineData(
        CarrierHost.Cdek,
        400,
        """
        {"errors":[{"code":"v2_recipient_location_is_not_recognized",
         "message":"Recipient location is not recognized"}]}
        """)]
    [InlineData(CarrierHost.Cdek, 200, """{"errors":[{"code":"v2_tariff","message":"No tariff"}]}""")]
    [InlineData(CarrierHost.Boxberry, 200, """{"err":"Доставка невозможна"}""")]
    [InlineData(CarrierHost.Boxberry, 200, """[{"err":"Доставка невозможна"}]""")]
    [InlineData(CarrierHost.Post, 400, """{"code":"1001","sub-code":"X","desc":"Нет такого индекса"}""")]
    [InlineData(CarrierHost.Post, 400, """{"error":"bad request","status":400}""")]
    public async Task An_unserved_destination_has_no_quote(string carrier, int status, string answer)
    {
        await using var server = await CarrierServer.StartAsync(new Reply(status, answer));
        using var host = new CarrierHost(server.Url);

        Assert.Null(
            await host[carrier].QuoteAsync(CarrierHost.Tver, [Parcel.Usual], TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(EachWithNonsense))]
    public async Task An_unreadable_response_is_a_transient_failure_of_every_call(string carrier, string nonsense)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await CarrierServer.StartAsync(Reply.Ok(nonsense));
        using var host = new CarrierHost(server.Url);

        foreach (var failure in await FailuresAsync(host[carrier], ct))
            Assert.True(
                failure is { Permanent: false }
                    && failure.Message.EndsWith("gave an answer that cannot be read.", StringComparison.Ordinal),
                failure.Message);
    }

    [Theory]
    [MemberData(nameof(EachWithStatus))]
    public async Task Account_and_server_errors_are_transient(string carrier, int status)
    {
        await using var server = await CarrierServer.StartAsync(new Reply(status, "{}"));
        using var host = new CarrierHost(server.Url);

        Assert.All(
            await FailuresAsync(host[carrier], TestContext.Current.CancellationToken),
            failure => Assert.False(failure.Permanent, failure.Message));
    }

    [Theory]
    [MemberData(nameof(Each))]
    public async Task A_parcel_whose_response_was_lost_is_found_by_our_number_and_not_created_twice(string carrier)
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

        Assert.Equal(
            carrier switch
            {
                CarrierHost.Cdek => CarrierWire.CdekId,
                CarrierHost.Boxberry => CarrierWire.BoxberryTrack,
                _ => CarrierWire.PostId
            },
            found.ProviderId);
        Assert.Single(server.Received, CarrierWire.Creates);
    }

    [Theory]
    [MemberData(nameof(Each))]
    public async Task A_retry_that_finds_nothing_creates_the_parcel(string carrier)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await CarrierServer.StartAsync(_ => null);
        using var host = new CarrierHost(server.Url);

        await host[carrier].CreateAsync(CarrierHost.Order, mayExist: true, ct);

        Assert.Single(server.Received, CarrierWire.Creates);
        Assert.True(server.Received.Count(IsLookup) == 1, string.Join('\n', server.Received));

        static bool IsLookup(Sent sent) =>
            !CarrierWire.Creates(sent) && !sent.Has("/oauth/") && !sent.Has("/clean/");
    }

    [Theory]
    // A destination that is refused has no quote, which is no failure.
    [InlineData(CarrierHost.Cdek, 400, 2)]
    [InlineData(CarrierHost.Cdek, 500, 3)]
    [InlineData(CarrierHost.Boxberry, 200, 3)]
    [InlineData(CarrierHost.Post, 400, 2)]
    [InlineData(CarrierHost.Post, 500, 3)]
    public async Task Credentials_quoted_in_an_error_are_redacted(string carrier, int status, int failing)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await CarrierServer.StartAsync(sent =>
        {
            var authorizations = sent.Headers
                .Where(header => header.Key.Contains("Authorization", StringComparison.Ordinal))
                .Select(header => header.Value);
            var quoted = string.Join(
                ' ',
                sent.Line,
                string.Join(' ', authorizations),
                carrier == CarrierHost.Boxberry ? sent.Body : "");
            var text = System.Text.Json.JsonSerializer.Serialize($"{quoted}: no");
            return sent.Has("/oauth/token") ? null
                : sent.Has("/rtm34")
                    ? new(
                        500,
                        CarrierWire.PostFault("AuthorizationFault", System.Security.SecurityElement.Escape(sent.Body)!))
                : new(
                    status,
                    carrier == CarrierHost.Boxberry
                        ? $$"""{"err":{{text}}}"""
                        : $$"""{"desc":{{text}},"errors":[{"code":"1","message":{{text}}}]}""");
        });
        using var host = new CarrierHost(server.Url);

        var failures = await FailuresAsync(host[carrier], ct, failing);

        Assert.Contains(failures, failure => failure.Message.Contains("***", StringComparison.Ordinal));
        Assert.All(
            failures,
            failure => Assert.DoesNotContain(
                CarrierHost.Secrets,
                secret => failure.ToString().Contains(secret, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Each))]
    public async Task A_parcel_is_cancelled_at_its_carrier(string carrier)
    {
        await using var server = await CarrierServer.StartAsync(_ => null);
        using var host = new CarrierHost(server.Url);

        var parcel = carrier == CarrierHost.Post ? CarrierWire.PostId : CarrierWire.BoxberryTrack;
        await host[carrier].CancelAsync(parcel, TestContext.Current.CancellationToken);

        var asked = server.Received[^1];
        Assert.Equal(
            carrier switch
            {
                CarrierHost.Cdek => ($"DELETE /v2/orders/{parcel}", ""),
                CarrierHost.Boxberry => ($"GET /json.php?token=boxberry%2Fkey&method=ParselDel&ImId={parcel}", ""),
                _ => ("DELETE /1.0/backlog", $"[{parcel}]")
            },
            (asked.Line, asked.Body));
    }

    static async Task<List<ShopException>> FailuresAsync(ICarrier carrier, CancellationToken ct, int failing = 3)
    {
        Func<Task>[] calls =
        [
            () => carrier.QuoteAsync(CarrierHost.Tver, [Parcel.Usual], ct),
            () => carrier.CreateAsync(CarrierHost.Order, mayExist: false, ct),
            () => carrier.FindAsync(CarrierWire.PostId, CarrierWire.PostBarcode, ct)
        ];
        var failures = new List<ShopException>();
        foreach (var call in calls)
        {
            if (await Record.ExceptionAsync(call) is { } e)
                failures.Add(Assert.IsType<ShopException>(e));
        }
        Assert.Equal(failing, failures.Count);
        return failures;
    }
}
