using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.Tests.Orders;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Faults;

/// <summary>Each test injects faults into one provider and clears them.</summary>
public class FaultTests(FaultyShop faulty) : IClassFixture<FaultyShop>
{
    [Theory]
    [InlineData("cdek", "500", 500, "v2_internal_error")]
    [InlineData("cdek", "429", 429, "v2_too_many_requests")]
    [InlineData("cdek", "decline", 400, "v2_recipient_location_is_not_recognized")]
    [InlineData("yookassa", "500", 500, "internal_server_error")]
    [InlineData("yookassa", "429", 429, "too_many_requests")]
    [InlineData("yookassa", "decline", 200, "insufficient_funds")]
    [InlineData("sendgrid", "500", 500, "Internal server error")]
    [InlineData("sendgrid", "decline", 400, "Does not contain a valid address.")]
    [InlineData("smsru", "decline", 200, "207")]
    [InlineData("smsru", "500", 500, "Internal Server Error")]
    [InlineData("erp", "429", 429, "too many requests")]
    [InlineData("erp", "decline", 403, "may not read")]
    public async Task A_fault_has_the_error_format_of_its_provider(
        string provider, string kind, int status, string words)
    {
        var ct = TestContext.Current.CancellationToken;
        await faulty.FaultAsync($"{provider} {kind}", ct);

        using var answer = await CallAsync(provider, ct);

        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(ct), StringComparison.Ordinal);
        if (status == 429)
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        await ClearAsync(provider, ct);
        using var recovered = await CallAsync(provider, ct);
        Assert.True(recovered.IsSuccessStatusCode, $"{recovered.StatusCode}");
    }

    [Fact]
    public async Task A_reset_closes_the_connection_without_a_response()
    {
        var ct = TestContext.Current.CancellationToken;
        await faulty.FaultAsync("sendgrid reset", ct);

        await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync("sendgrid", ct));

        await ClearAsync("sendgrid", ct);
    }

    [Fact]
    public async Task Garbage_is_a_200_with_invalid_JSON()
    {
        var ct = TestContext.Current.CancellationToken;
        await faulty.FaultAsync("smsru garbage", ct);

        using var answer = await CallAsync("smsru", ct);

        Assert.Equal(
            (HttpStatusCode.OK, "application/json"),
            (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        await Assert.ThrowsAsync<JsonException>(() => answer.Content.ReadFromJsonAsync<JsonObject>(ct));
        await ClearAsync("smsru", ct);
    }

    [Fact]
    public async Task Latency_delays_the_normal_response()
    {
        var ct = TestContext.Current.CancellationToken;
        await faulty.FaultAsync("erp latency", ct);
        var watch = Stopwatch.StartNew();

        using var answer = await CallAsync("erp", ct);

        Assert.Contains("TEA-IVAN-100", await answer.Content.ReadAsStringAsync(ct), StringComparison.Ordinal);
        Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(0.95), $"{watch.Elapsed}");
        await ClearAsync("erp", ct);
    }

    [Fact]
    public async Task A_timeout_fault_outlasts_the_timeout_of_the_caller()
    {
        var ct = TestContext.Current.CancellationToken;
        await faulty.FaultAsync("cdek timeout", ct);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CallAsync("cdek", timeout.Token));

        await ClearAsync("cdek", ct);
    }

    [Theory]
    [InlineData("yookassa", "webhook-twice", 2)]
    [InlineData("yookassa", "webhook-late", 1)]
    [InlineData("stripe", "webhook-twice", 2)]
    [InlineData("cloudpayments", "webhook-twice", 2)]
    public async Task A_webhook_that_comes_twice_or_late_pays_an_order_once(string provider, string kind, int times)
    {
        var ct = TestContext.Current.CancellationToken;
        await faulty.FaultAsync($"{provider} {kind}", ct);
        var purchase = await Purchase.PrepareAsync(faulty.Shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var before = Webhooks(provider);

        await purchase.PayAsync(order, ct, provider: provider);
        await Eventually.WaitUntilTrueAsync(() => Webhooks(provider) >= before + times, TimeSpan.FromSeconds(40), kind);

        await ClearAsync(provider, ct);
        Assert.Equal("paid", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
        Assert.All(
            faulty.Shop.Telemetry.Everything.Where(span => IsWebhook(span, provider)),
            span => Assert.Equal("200", span.Attributes["http.response.status_code"]));
    }

    [Fact]
    public async Task A_rate_is_a_share_of_the_requests_and_the_rates_of_one_provider_add_up()
    {
        var ct = TestContext.Current.CancellationToken;
        await faulty.FaultAsync("sendgrid 500 --rate 20%", ct);
        await faulty.FaultAsync("sendgrid 429 --rate 30", ct);

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 600; i++)
        {
            using var answer = await CallAsync("sendgrid", ct);
            answers.Add(answer.StatusCode);
        }

        // Five standard deviations of 600 requests are 49 and 56.
        var errors = answers.Count(status => status == HttpStatusCode.InternalServerError);
        Assert.InRange(errors, 120 - 49, 120 + 49);
        Assert.InRange(answers.Count(status => status == HttpStatusCode.TooManyRequests), 180 - 56, 180 + 56);
        var (_, listed) = await faulty.TryFaultAsync("list", ct);
        Assert.Matches($"sendgrid +500 +20 % +until cleared +{errors} hits", listed);
        Assert.Equal(
            (false, "The faults of sendgrid would exceed 100% of its requests: ./dev fault clear sendgrid"),
            await faulty.TryFaultAsync("sendgrid reset --rate 60%", ct));
        await ClearAsync("sendgrid", ct);
    }

    [Fact]
    public async Task A_fault_expires()
    {
        var ct = TestContext.Current.CancellationToken;
        await faulty.FaultAsync("erp 500 --for 2s", ct);
        Assert.Matches("erp +500 +100 % +[12] s left", (await faulty.TryFaultAsync("list", ct)).Said);

        await Eventually.WaitUntilAsync(
            () => CallAsync("erp", ct),
            answer => answer.IsSuccessStatusCode,
            TimeSpan.FromSeconds(10),
            "a recovered ERP");

        Assert.DoesNotContain("erp", (await faulty.TryFaultAsync("list", ct)).Said, StringComparison.Ordinal);
    }

    [Theory]
    // Aspire refuses a provider or a kind that is not among the choices. Its command line lists them.
    [InlineData("paypal 500", "Command argument validation failed.")]
    [InlineData("cdek gremlins", "Command argument validation failed.")]
    [InlineData("smsru webhook-late", "There is no webhook-late at smsru; there is at: ")]
    [InlineData("smsru 500 --rate 120%", "A rate is a share of the requests between 0.1% and 100%, not '120%'.")]
    [InlineData("smsru 500 --for ever", "A time is written as 500ms, 30s, 5m or 1h, not 'ever'.")]
    [InlineData("clear paypal", "There is no provider 'paypal'")]
    public async Task An_invalid_command_is_refused_in_one_sentence(string arguments, string sentence)
    {
        var (success, said) = await faulty.TryFaultAsync(arguments, TestContext.Current.CancellationToken);

        Assert.False(success);
        Assert.StartsWith(sentence, said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
    }

    int Webhooks(string provider) => faulty.Shop.Telemetry.Everything.Count(span => IsWebhook(span, provider));

    static bool IsWebhook(ReceivedSpan span, string provider) =>
        span.Kind == SpanKind.Server && span.Name == $"POST /api/payments/webhooks/{provider}";

    Task ClearAsync(string provider, CancellationToken ct) => faulty.FaultAsync($"clear {provider}", ct);

    /// <summary>Sends a valid request, with a traceparent as all requests of the shop have.</summary>
    async Task<HttpResponseMessage> CallAsync(string provider, CancellationToken ct)
    {
        using var request = provider switch
        {
            "cdek" => Json(
                "/v2/calculator/tariff",
                new
                {
                    tariff_code = 136,
                    to_location = new { postal_code = "420000" },
                    packages = new[] { new { weight = 500 } }
                }),
            "yookassa" => Json(
                "/v3/payments",
                new
                {
                    amount = new { value = "10.00", currency = "RUB" },
                    capture = true,
                    metadata = new { },
                    receipt = new
                    {
                        customer = new { email = "a@example.com" },
                        items = new[]
                        {
                            new
                            {
                                description = "x",
                                quantity = "1.00",
                                amount = new { value = "10.00" },
                                vat_code = 1,
                                payment_mode = "full_prepayment",
                                payment_subject = "commodity"
                            }
                        }
                    }
                }),
            "sendgrid" => Json(
                "/v3/mail/send",
                new
                {
                    personalizations = new[] { new { to = new[] { new { email = "a@example.com" } } } },
                    from = new { email = "b@example.com" },
                    subject = "s",
                    content = new[] { new { value = "v" } }
                }),
            "smsru" => new(HttpMethod.Post, "/sms/send")
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["api_id"] = "x",
                    ["to"] = "79250000000",
                    ["msg"] = "m",
                    ["json"] = "1"
                })
            },
            _ => new(HttpMethod.Get, "/erp/stock?page=1")
        };
        request.Headers.Authorization = new(provider == "yookassa" ? "Basic" : "Bearer", "eDp5");
        request.Headers.Add("Idempotence-Key", $"{Guid.CreateVersion7()}");
        request.Headers.Add("X-Api-Key", "development");
        request.Headers.Add("traceparent", TraceParent.New().ToString());
        return await faulty.Shop.WireMock.SendAsync(request, ct);
    }

    static HttpRequestMessage Json(string path, object body) =>
        new(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
}
