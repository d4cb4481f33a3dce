using System.Net.Http.Headers;
using Shop.Payments;
using Shop.Tests.Resilience;

namespace Shop.Tests.Payments;

/// <summary>
/// Responses that no provider documents and every provider sends. After them nobody knows whether money has moved.
/// </summary>
public class GatewayResponseTests
{
    public static TheoryData<string, int, string> Unclear
    {
        get
        {
            (int, string)[] answers =
            [
                (200, ""),
                (200, "null"),
                (200, "{}"),
                (200, "[]"),
                (200, "<html>oops"),
                (200, """{"id":"""),
                (200, """{"Success":true,"Model":{}}"""),
                (401, ""),
                (401, """{"error":{"type":"invalid_request_error"}}"""),
                (403, "<html>no"),
                (408, ""),
                (409, """{"error":{"type":"idempotency_error"}}"""),
                (429, """{"error":{"type":"invalid_request_error","code":"lock_timeout"}}"""),
                (500, """{"type":"error","code":"internal_server_error"}"""),
                (502, "<html>Bad gateway"),
                (503, "")
            ];
            var all = new TheoryData<string, int, string>();
            string[] providers = ["yookassa", "stripe", "cloudpayments"];
            foreach (var provider in providers)
                foreach (var (status, body) in answers)
                    all.Add(provider, status, body);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Unclear))]
    public async Task An_unclear_response_is_a_transient_failure_of_every_call(string provider, int status, string body)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await ScriptedProvider.StartAsync(provider, (status, body));
        var page = ScriptedProvider.Payment(returnUrl: "https://shop.example/back");
        var started = ScriptedProvider.Payment(providerId: "1549160367500113050");

        Func<Task<PaymentOutcome>>[] calls =
        [
            () => server.Gateway.StartAsync(ScriptedProvider.Payment(), "S-1", ct),
            () => server.Gateway.StartAsync(page, "S-1", ct),
            () => server.Gateway.RetryStartAsync(ScriptedProvider.Payment(), "S-1", ct),
            () => server.Gateway.ConfirmAsync(started, "token", ct),
            () => server.Gateway.FindAsync(started, ct),
            () => server.Gateway.RefundAsync(started, ScriptedProvider.Refund(started, 10), ct)
        ];
        foreach (var call in calls)
        {
            var unclear = await Assert.ThrowsAsync<ShopException>(call);
            Assert.False(unclear.Permanent);
            Assert.Equal(ErrorCode.Unavailable, unclear.Code);
        }
    }

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task A_timeout_and_a_broken_connection_are_no_outcome(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var slow = await FlakyServer.SilentAsync();
        using var impatient = new HttpClient { Timeout = TimeSpan.FromMilliseconds(200) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            PaymentProvider.Of(provider).At(slow.Url, impatient).StartAsync(ScriptedProvider.Payment(), "S-1", ct));

        await using var broken = await FlakyServer.StartAsync((_, http) =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            PaymentProvider.Of(provider).At(broken.Url, http).StartAsync(ScriptedProvider.Payment(), "S-1", ct));
    }

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task Every_call_that_moves_money_repeats_its_own_idempotency_key(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await ScriptedProvider.StartAsync(provider, (503, ""));
        var (charge, page, started) = (
            ScriptedProvider.Payment(),
            ScriptedProvider.Payment(returnUrl: "https://shop.example/back"),
            ScriptedProvider.Payment(providerId: "1549160367500113050"));
        var refund = ScriptedProvider.Refund(started, 10);

        for (var again = 0; again < 2; again++)
        {
            await Assert.ThrowsAsync<ShopException>(() => server.Gateway.StartAsync(charge, "S-1", ct));
            await Assert.ThrowsAsync<ShopException>(() => server.Gateway.StartAsync(page, "S-1", ct));
            await Assert.ThrowsAsync<ShopException>(() => server.Gateway.RefundAsync(started, refund, ct));
        }

        var keys = server.Sent.Select(sent => sent.Headers.First(IsKey).Value).ToList();
        Assert.Equal(
            [$"{charge.Id}", $"{page.Id}", $"{refund.Id}", $"{charge.Id}", $"{page.Id}", $"{refund.Id}"],
            keys);
        Assert.Equal(server.Sent[0].Body, server.Sent[3].Body);
        Assert.Equal(server.Sent[1].Body, server.Sent[4].Body);
        Assert.All(
            server.Sent,
            sent => Assert.True(AuthenticationHeaderValue.TryParse(sent.Headers["Authorization"], out _)));

        static bool IsKey(KeyValuePair<string, string> header) =>
            header.Key is "Idempotence-Key" or "Idempotency-Key" or "X-Request-ID";
    }
}
