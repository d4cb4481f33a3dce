using Shop.Database;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Messaging;

[Collection(nameof(BrokerFixture))]
public class DeliveryTests(ShopFixture shop, BrokerFixture postbox)
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_message_that_is_delivered_three_times_takes_effect_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var (id, trace) = (Guid.CreateVersion7(), TraceParent.New());
        var email = $"thrice-{id:N}@example.com";
        await using var sendGrid = new SendGridStub(shop.WireMock, email);

        // Two at the same time, and one after both are handled.
        await Task.WhenAll(Enumerable.Range(0, 2).Select(
            _ => postbox.PublishAsync($"{id}", BrokerFixture.Watched(email), trace.ToString(), ct)));
        await shop.Telemetry.WaitForTraceAsync(trace.TraceId, spans => Handled(spans) == 2);
        await postbox.PublishAsync($"{id}", BrokerFixture.Watched(email), trace.ToString(), ct);
        await shop.Telemetry.WaitForTraceAsync(trace.TraceId, spans => Handled(spans) == 3);

        Assert.Equal(1, await sendGrid.CountAsync(ct));
        Assert.Equal("sent", await StatusAsync(id, ct));
        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<long>($"select count(*) from messaging.inbox where message_id = {id}", ct));
    }

    [Fact]
    public async Task A_mail_has_the_format_of_SendGrid()
    {
        var ct = TestContext.Current.CancellationToken;
        var id = Guid.CreateVersion7();
        var email = $"wire-{id:N}@example.com";
        await using var sendGrid = new SendGridStub(shop.WireMock, email);

        await postbox.PublishAsync($"{id}", BrokerFixture.Watched(email), null, ct);
        await Eventually.WaitUntilAsync(() => StatusAsync(id, ct), status => status == "sent", Timeout, "the mail");

        var request = Assert.Single(await sendGrid.RequestsAsync(ct));
        Assert.Equal("Bearer SG.development", (string)request["headers"]!["Authorization"]!);
        Assert.StartsWith("application/json", (string)request["headers"]!["Content-Type"]!, StringComparison.Ordinal);
        var mail = System.Text.Json.Nodes.JsonNode.Parse((string)request["body"]!)!;
        Assert.Equal(
            (
                (string)mail["personalizations"]![0]!["custom_args"]!["message_id"]!,
                (string)mail["from"]!["email"]!,
                (string)mail["subject"]!,
                (string)mail["content"]![0]!["type"]!),
            ($"{id}", "shop@example.com", "Следим за товаром «Термос»", "text/plain"));
        Assert.NotEqual(
            "",
            await shop.Database.ScalarAsync<string>(
                $"select provider_id from notifications.messages where id = {id}", ct) ?? "");
    }

    [Fact]
    public async Task Failing_providers_are_retried_with_backoff_and_the_mail_is_sent_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var id = Guid.CreateVersion7();
        var email = $"patience-{id:N}@example.com";
        await using var sendGrid = new SendGridStub(shop.WireMock, email);
        await sendGrid.AnswerAsync([500, 503], new { errors = new[] { new { message = "Try later." } } }, ct);
        await using var mailgun = new StubOverrides(shop.WireMock);
        await mailgun.AnswerAsync(
            new
            {
                method = "POST",
                urlPathPattern = "/v3/[^/]+/messages",
                formParameters = new { to = new { equalTo = email } }
            },
            new { status = 503 },
            ct);

        await postbox.PublishAsync($"{id}", BrokerFixture.Watched(email), null, ct);
        await Eventually.WaitUntilAsync(() => StatusAsync(id, ct), status => status == "sent", Timeout, "the mail");

        var times = (await sendGrid.RequestsAsync(ct)).Select(WireMock.LoggedAt).ToList();
        Assert.Equal(3, times.Count);
        var (first, second) = (times[1] - times[0], times[2] - times[1]);
        Assert.True(
            first > TimeSpan.FromSeconds(0.9) && second > TimeSpan.FromSeconds(4.9) && second > first,
            $"{first}, {second}");
        Assert.Equal(
            5,
            await shop.Database.ScalarAsync<int>($"select attempts from notifications.messages where id = {id}", ct));
        Assert.False(await postbox.IsDeadAsync($"{id}"));
    }

    Task<string?> StatusAsync(Guid id, CancellationToken ct) =>
        shop.Database.ScalarAsync<string>($"select status from notifications.messages where id = {id}", ct);

    static int Handled(IReadOnlyList<ReceivedSpan> spans) =>
        spans.Count(span => span is { Kind: SpanKind.Consumer, Failed: false });
}
