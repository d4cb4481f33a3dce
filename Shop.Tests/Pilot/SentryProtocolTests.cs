using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Catalog;

namespace Shop.Tests.Pilot;

public class SentryProtocolTests(ShopFixture shop)
{
    readonly CancellationToken _ct = TestContext.Current.CancellationToken;
    readonly string _unique = SentryDoor.Unique();

    [Fact]
    public async Task A_packed_envelope_without_a_content_type_becomes_one_report_however_often_it_comes()
    {
        var door = await SentryDoor.OfAsync(shop, _ct);
        var id = $"{Guid.CreateVersion7():N}";
        var body = SentryDoor.Envelope(Event(), header: $$$"""{"event_id":"{{{id}}}","sdk":{"name":"x"}}""");

        for (var i = 0; i < 2; i++)
        {
            var request = SentryDoor.Request(
                "/api/1/envelope/", SentryDoor.Pack(Encoding.UTF8.GetBytes(body)), encoding: "gzip");
            request.Headers.Add(
                "X-Sentry-Auth", $"Sentry sentry_version=7,sentry_client=sentry.dotnet/6.12.1,sentry_key={door.Key}");
            using var response = await door.PostAsync(request, _ct);
            var answer = await response.AnswerAsync(HttpStatusCode.OK, _ct);
            Assert.Equal(id, (string)answer["id"]!);
            Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        }

        Assert.Equal("sdk 1 functionality high orders new", await door.ReportAsync(_unique, _ct));
    }

    [Fact]
    public async Task The_older_form_takes_one_event()
    {
        var door = await SentryDoor.OfAsync(shop, _ct);
        var request = SentryDoor.Request(
            $"/api/1/store/?sentry_key={door.Key}", Encoding.UTF8.GetBytes(Event().ToJsonString()));

        using var response = await door.PostAsync(request, _ct);

        await response.AnswerAsync(HttpStatusCode.OK, _ct);
        Assert.Equal("sdk 1 functionality high orders new", await door.ReportAsync(_unique, _ct));
    }

    [Fact]
    public async Task Unknown_items_are_skipped_and_lengths_are_optional()
    {
        var door = await SentryDoor.OfAsync(shop, _ct);
        var body = $$"""
            {"event_id":"{{Guid.CreateVersion7():N}}"}
            {"type":"hologram","length":4}
            a
            b

            {"type":"session"}
            {"sid":"1"}
            {"type":"attachment","length":0}

            {"type":"event"}
            {{Event().ToJsonString()}}
            """;

        using var response = await door.PostAsync(body, _ct);

        await response.AnswerAsync(HttpStatusCode.OK, _ct);
        Assert.Equal("sdk 1 functionality high orders new", await door.ReportAsync(_unique, _ct));
    }

    [Fact]
    public async Task What_an_SDK_measured_is_a_request_with_its_statements_in_either_form()
    {
        var door = await SentryDoor.OfAsync(shop, _ct);
        var (old, streamed) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var end = TimeProvider.System.GetUtcNow().AddSeconds(-1).ToUnixTimeMilliseconds() / 1000m;
        var transaction = JsonNode.Parse(
            $$$"""
            {"type":"transaction","transaction":"/{{{_unique}}}/orders/42/ivan@example.com","transaction_info":{"source":"url"},
            "start_timestamp":{{{At(3)}}},"timestamp":{{{At(0)}}},"request":{"method":"PUT"},"user":{"id":"7"},
            "contexts":{"trace":{"trace_id":"{{{old:N}}}","op":"http.server","status":"not_found"} },"spans":[
            {"op":"db.connection","start_timestamp":{{{At(3)}}},"timestamp":{{{At(0)}}} },
            {"op":"db.query","description":"select 1","start_timestamp":{{{At(3)}}},"timestamp":{{{At(2.5m)}}} },
            {"op":"db","description":"get","data":{"db.system":"redis"},"start_timestamp":{{{At(0)}}},"timestamp":{{{At(0)}}} },
            {"op":"db","description":"select 2","start_timestamp":{{{At(1)}}},"timestamp":{{{At(0.75m)}}} }]}
            """)!.AsObject();
        var spans = JsonNode.Parse(
            $$$"""
            {"version":2,"items":[
            {"name":"select 1","span_id":"b","is_segment":false,"start_timestamp":{{{At(1)}}},"end_timestamp":{{{At(0)}}},
            "attributes":{"sentry.op":{"type":"string","value":"db"},"sentry.segment.id":{"type":"string","value":"a"} } },
            {"name":"/{{{_unique}}}/catalog","span_id":"a","is_segment":true,"trace_id":"{{{streamed:N}}}","status":"ok",
            "start_timestamp":{{{At(1)}}},"end_timestamp":{{{At(0)}}},
            "attributes":{"sentry.op":{"type":"string","value":"pageload"} } }]}
            """)!.AsObject();

        string At(decimal before) => (end - before).ToString(CultureInfo.InvariantCulture);

        using var first = await door.PostAsync(SentryDoor.Envelope(transaction, "transaction"), _ct);
        using var second = await door.PostAsync(SentryDoor.Envelope(spans, "span"), _ct);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal(
            $"PUT /{_unique}/orders/*/[email] 404 2 750 3000 true, pageload /{_unique}/catalog 200 1 1000 1000 false",
            await Eventually.WaitUntilAsync(
                () => shop.Database.ScalarAsync<string>(
                    $"""
                    select string_agg(concat_ws(' ', t.method, t.route, r.status, r.statements, r.sql_us / 1000,
                        r.duration_us / 1000, (r.user_hash is not null)::text), ', ' order by t.method)
                    from pilot.requests r join pilot.request_routes t on t.id = r.route_id
                    where r.trace_id in ({old}, {streamed}) and t.source = 'sdk' having count(*) = 2
                    """, _ct),
                stored => stored is not null,
                TimeSpan.FromSeconds(20),
                "both measurements"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}\n{\"length\":1}\na")]
    [InlineData("{}\n{\"type\":\"event\",\"length\":10}\n{}")]
    [InlineData("{}\n{\"type\":\"event\",\"length\":1}\n{}\n")]
    [InlineData("{}\n{\"type\":\"event\",\"length\":-1}\n{}\n")]
    [InlineData("{}\n{\"type\":\"event\"}\n{\"message\":")]
    [InlineData("{}\n{\"type\":\"event\"}\n[1]")]
    public async Task A_broken_envelope_is_refused_with_the_reason(string body)
    {
        var door = await SentryDoor.OfAsync(shop, _ct);

        using var response = await door.PostAsync(body, _ct);

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, _ct);
        Assert.StartsWith("The envelope is not valid: ", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_small_body_that_unpacks_to_a_large_one_is_refused()
    {
        var door = await SentryDoor.OfAsync(shop, _ct);
        var bomb = SentryDoor.Pack(new byte[100 << 20]);
        Assert.InRange(bomb.Length, 0, 1 << 20);

        using var response = await door.PostAsync(
            SentryDoor.Request($"/api/1/envelope/?sentry_key={door.Key}", bomb, encoding: "gzip"), _ct);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("/api/1/envelope/")]
    [InlineData("/api/1/envelope/?sentry_key=wrong")]
    [InlineData("/api/1/store/?sentry_key=wrong")]
    [InlineData("/api/1/security/?sentry_key=wrong")]
    [InlineData("/api/2/envelope/?sentry_key=KEY")]
    public async Task Only_the_key_of_the_project_opens_the_door(string path)
    {
        var door = await SentryDoor.OfAsync(shop, _ct);
        var request = SentryDoor.Request(
            path.Replace("KEY", door.Key, StringComparison.Ordinal),
            Encoding.UTF8.GetBytes(SentryDoor.Envelope(Event())));

        using var response = await door.PostAsync(request, _ct);

        await response.ProblemAsync(HttpStatusCode.Forbidden, _ct);
        Assert.Equal("", await door.ReportAsync(_unique, _ct));
    }

    [Fact]
    public async Task A_browser_of_another_site_may_ask_first()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/1/envelope/");
        request.Headers.Add("Origin", "https://elsewhere.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");

        using var response = await shop.Web.SendAsync(request, _ct);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains(
            "x-sentry-auth",
            response.Headers.GetValues("Access-Control-Allow-Headers").Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_sends_too_much_is_told_how_long_to_wait()
    {
        var door = await SentryDoor.OfAsync(shop, _ct);
        var address = SentryDoor.NewAddress();
        const string Report = "{}\n{\"type\":\"client_report\"}\n{\"discarded_events\":[]}\n";
        for (var i = 0; i < 300; i++)
        {
            using var taken = await door.PostAsync(Report, _ct, address);
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        }

        using var response = await door.PostAsync(Report, _ct, address);

        await response.ProblemAsync(HttpStatusCode.TooManyRequests, _ct);
        var wait = response.Headers.GetValues("Retry-After").Single();
        Assert.InRange(int.Parse(wait, CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal($"{wait}::key", response.Headers.GetValues("X-Sentry-Rate-Limits").Single());
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task Both_formats_of_a_policy_violation_are_one_report()
    {
        var door = await SentryDoor.OfAsync(shop, _ct);
        var blocked = $"https://{_unique}.example/ad.js";
        string[] bodies =
        [
            $$$"""
            {"csp-report":{"document-uri":"https://shop.example/","effective-directive":"script-src-elem",
            "blocked-uri":"{{{blocked}}}?a=1"}}
            """,
            $$$"""
            [{"type":"csp-violation","url":"https://shop.example/","body":{"documentURL":"https://shop.example/",
            "effectiveDirective":"script-src-elem","blockedURL":"{{{blocked}}}"}},{"type":"deprecation","body":{}}]
            """,
            """
            {"csp-report":{"effective-directive":"script-src-elem","blocked-uri":"chrome-extension://abc"}}
            """
        ];

        foreach (var body in bodies)
        {
            var path = $"/api/1/security/?sentry_key={door.Key}&sentry_release=shop%401&sentry_environment=test";
            using var response = await door.PostAsync(SentryDoor.Request(path, Encoding.UTF8.GetBytes(body)), _ct);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.StartsWith("browser 2 security medium", await door.ReportAsync(_unique, _ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feedback_about_an_error_is_linked_to_its_report_whichever_comes_first()
    {
        var door = await SentryDoor.OfAsync(shop, _ct);
        var error = Guid.CreateVersion7();
        await PostFeedbackAsync("before");
        using (await door.PostAsync(SentryDoor.Envelope(Event(), header: $$"""{"event_id":"{{error:N}}"}"""), _ct))
            await PostFeedbackAsync("after");

        Assert.Equal(2L, await shop.Database.ScalarAsync<long>(
            $"""
            select count(*) from pilot.feedback join pilot.error_reports r on r.id = report_id
            where event_id = {error} and position({_unique} in r.title) > 0 and message in ('before', 'after')
            """, _ct));

        async Task PostFeedbackAsync(string message)
        {
            var item = new JsonObject
            {
                ["contexts"] = new JsonObject
                {
                    ["feedback"] = new JsonObject
                    {
                        ["message"] = message,
                        ["contact_email"] = "ivan@example.com",
                        ["associated_event_id"] = $"{error:N}"
                    }
                }
            };
            using var response = await door.PostAsync(SentryDoor.Envelope(item, "feedback"), _ct);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    JsonObject Event() => new()
    {
        ["platform"] = "csharp",
        ["release"] = "shop@1.0",
        ["exception"] = new JsonObject
        {
            ["values"] = new JsonArray(new JsonObject
            {
                ["type"] = $"E{_unique}",
                ["value"] = "It fails.",
                ["stacktrace"] = new JsonObject
                {
                    ["frames"] = new JsonArray(
                        new JsonObject { ["module"] = "System.Threading", ["function"] = "Run", ["in_app"] = false },
                        new JsonObject { ["module"] = "Shop.Orders.OrderStore", ["function"] = "Place" })
                }
            })
        }
    };
}
