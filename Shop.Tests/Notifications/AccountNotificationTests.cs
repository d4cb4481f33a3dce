using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Shop.Accounts;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Notifications;

public partial class AccountNotificationTests(ShopFixture shop)
{
    [Fact]
    public async Task Registering_sends_a_verification_link()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);

        var mail = await new Inbox(shop, customer.Email).MailAsync("Подтвердите адрес электронной почты", ct);

        Assert.StartsWith("Здравствуйте, Анна!", (string)mail["text"]!, StringComparison.Ordinal);
        var link = Link().Match((string)mail["text"]!);
        Assert.Equal(shop.Web.BaseAddress!.Port, new Uri(link.Value).Port);
        Assert.Contains($"href=\"{link.Value}\"", (string)mail["html"]!, StringComparison.Ordinal);
        var token = Uri.UnescapeDataString(link.Value.Split("?token=")[1]);
        using var verified = await shop.Api.PostAsJsonAsync("/api/auth/verify-email", new { token }, ct);
        Assert.Equal(HttpStatusCode.OK, verified.StatusCode);
    }

    [Fact]
    public async Task The_token_is_in_the_mail_but_not_in_the_database_or_a_trace()
    {
        var ct = TestContext.Current.CancellationToken;
        var (email, token, trace) = (Customers.NewEmail(), $"secret-{Guid.CreateVersion7():N}", TraceParent.New());
        var message = new PasswordResetRequested(Guid.CreateVersion7(), email, "", token);
        var payload = System.Text.Json.JsonSerializer.Serialize(message, PasswordResetRequested.Json);

        await shop.Database.ExecuteAsync(
            $"""
            insert into messaging.outbox (id, topic, payload, traceparent)
            values ({Guid.CreateVersion7()}, {PasswordResetRequested.Topic}, {payload}::json, {trace.ToString()})
            """,
            ct);
        var mail = await new Inbox(shop, email).MailAsync("Новый пароль", ct);
        var spans = await shop.Telemetry.WaitForTraceAsync(
            trace.TraceId,
            spans => spans.Any(span => span is { Kind: SpanKind.Consumer, Failed: false }));

        Assert.EndsWith(
            $"/reset-password?token={token}",
            Link().Match((string)mail["text"]!).Value,
            StringComparison.Ordinal);
        Assert.StartsWith("Здравствуйте!", (string)mail["text"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(token, OtlpReceiver.Describe(spans), StringComparison.Ordinal);
        Assert.DoesNotContain(
            spans.SelectMany(span => span.Attributes.Values),
            value => value.Contains(token, StringComparison.Ordinal));
        Assert.Contains(spans, span => span is { Name: "SMTP", Kind: SpanKind.Client });
        Assert.Equal(
            0,
            await shop.Database.ScalarAsync<long>(
                $"""
                select count(*) from notifications.messages m
                where m.recipient = {email} and m::text like '%' || {token} || '%'
                """,
                ct));
        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from notifications.messages where recipient = {email} and status = 'sent'",
                ct));
    }

    [GeneratedRegex(@"http\S+\?token=\S+")]
    private static partial Regex Link();
}
