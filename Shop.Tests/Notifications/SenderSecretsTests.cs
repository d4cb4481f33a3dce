using System.Net.Http.Json;
using System.Text;
using Shop.Database;
using Shop.Tests.Catalog;
using Shop.Tests.Messaging;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Notifications;

public class SenderSecretsTests(ShopFixture shop)
{
    // As AppHost/Providers.cs configures them, and as they are sent.
    static readonly string[] Secrets =
    [
        "SG.development", "key-mailgun-development", "token-twilio-development",
        Convert.ToBase64String(Encoding.UTF8.GetBytes("api:key-mailgun-development")),
        Convert.ToBase64String(Encoding.UTF8.GetBytes("AC00000000000000000000000000000000:token-twilio-development"))
    ];

    [Fact]
    public async Task A_failover_leaves_no_secret_in_traces_logs_or_rows()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Компас", 990m, 0));
        var email = $"secrets-{Guid.CreateVersion7():N}@example.com";
        await using var sendGrid = new SendGridStub(shop.WireMock, email);
        await sendGrid.AnswerAsync([503], new { errors = new[] { new { message = "Try later." } } }, ct);
        var click = TraceParent.New();

        using var watch = new HttpRequestMessage(HttpMethod.Post, $"/api/products/{goods.Ids[0]}/watch")
        {
            Content = JsonContent.Create(new { email }),
            Headers = { { "traceparent", $"{click}" } }
        };
        using var watched = await shop.Api.SendAsync(watch, ct);
        watched.EnsureSuccessStatusCode();

        var trace = await shop.Telemetry.WaitForTraceAsync(
            click.TraceId,
            spans => spans.Any(span => Url(span).Contains("/v3/mg.example.com/messages", StringComparison.Ordinal)));
        var row = await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<string>(
                $"select messages::text from notifications.messages where recipient = {email} and status = 'sent'",
                ct),
            row => row is not null,
            TimeSpan.FromSeconds(20),
            "a sent mail");
        Assert.Contains("mailgun", row, StringComparison.Ordinal);
        Assert.Contains(trace, span => Url(span).Contains("/v3/mail/send", StringComparison.Ordinal));
        // Mailgun's request in WireMock's journal contains a secret, so the search below would find one.
        var journal = await shop.WireMock.RequestsAsync(
            new
            {
                method = "POST",
                urlPath = "/v3/mg.example.com/messages",
                formParameters = new { to = new { equalTo = email } }
            },
            ct);
        Assert.Contains(
            Secrets,
            secret => Assert.Single(journal).ToJsonString().Contains(secret, StringComparison.Ordinal));

        var logs = await Eventually.WaitUntilAsync(
            () => shop.Graph.LogsAsync("api", "worker"),
            logs => logs.Contains("is passed on to mailgun", StringComparison.Ordinal),
            TimeSpan.FromSeconds(20),
            "the log of it");
        var spans = string.Join('\n', trace.Select(span => $"{span.Name} {string.Join(' ', span.Attributes)}"));
        Assert.All(
            Secrets,
            secret => Assert.All(
                [row!, logs, spans],
                text => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)));
    }

    static string Url(ReceivedSpan span) => span.Attributes.GetValueOrDefault("url.full") ?? "";
}
