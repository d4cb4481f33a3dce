using System.Net;
using System.Text;
using Shop.Database;
using Shop.Tests.Orders;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Payments;

public class PaymentSecretTests(ShopFixture shop)
{
    static readonly string[] Keys =
    [
        "test_development", "sk_test_development", "whsec_development", "cloud_development"
    ];

    [Theory]
    [MemberData(nameof(PaymentProvider.All), MemberType = typeof(PaymentProvider))]
    public async Task Keys_and_card_tokens_stay_out_of_logs_traces_problems_and_the_database(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var cast = PaymentProvider.Of(provider);
        var token = $"tok_{Guid.CreateVersion7():N}";
        var trace = TraceParent.New();
        var purchase = await Purchase.PrepareAsync(shop, ct);
        purchase.Customer.Api.DefaultRequestHeaders.Add("traceparent", $"{trace}");
        var order = await purchase.PlaceAsync(ct);
        await using var answers = new StubOverrides(shop.WireMock);
        // The provider quotes the request first in a refusal, then in unreadable responses that the worker has to
        // resolve.
        await answers.AnswerInTurnAsync(
            cast.ChargePattern(order),
            [
                cast.Repeating(token),
                .. PaymentProvider.UnreadableResponse(token),
                .. PaymentProvider.UnreadableResponse(token)
            ],
            ct);
        var seen = new StringBuilder();

        using (var refused = await purchase.TryPayAsync(order, ct, token, provider))
        {
            Assert.Equal(HttpStatusCode.PaymentRequired, refused.StatusCode);
            seen.AppendLine(await refused.Content.ReadAsStringAsync(ct));
        }
        var payment = await purchase.PayAsync(order, ct, token, provider);
        var isPending = (string)payment["status"]! == "pending";
        await shop.Database.ExecuteAsync(
            $"""
            update payments.payments set next_check_at = now()
            where id = {(Guid)payment["id"]!} and status = 'pending'
            """,
            ct);
        using (var early = await purchase.TryConfirmAsync(payment, ct))
            seen.AppendLine(await early.Content.ReadAsStringAsync(ct));
        await purchase.WaitUntilAsync(order, "paid", ct, "payment_status");

        Assert.True(isPending);
        seen.AppendLine((await purchase.ReadAsync(order, ct)).ToJsonString()).AppendLine(payment.ToJsonString());
        await shop.Telemetry.WaitForTraceAsync(
            trace.TraceId,
            spans =>
                spans.Any(span =>
                    span.Kind == SpanKind.Server
                    && span.Attributes.GetValueOrDefault("url.path") == "/api/payments/confirm"));
        foreach (var span in shop.Telemetry.Everything)
            seen.AppendLine(span.Name).AppendJoin('\n', span.Attributes.Values);
        seen.Append(await shop.Graph.LogsAsync("api", "worker"));
        Assert.Contains($"{payment["id"]}", seen.ToString(), StringComparison.Ordinal);
        var found = Keys.Append(token)
            .Where(secret => seen.ToString().Contains(secret, StringComparison.Ordinal))
            .ToList();
        Assert.Empty(found);
        foreach (var secret in Keys.Append(token))
            Assert.Equal("", await shop.Database.TablesWithAsync(secret, ct));
    }
}
