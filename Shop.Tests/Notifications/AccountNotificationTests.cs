using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shop.Accounts;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Notifications;

public partial class AccountNotificationTests(ShopFixture shop)
{
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Registering_sends_a_verification_link()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);

        var mail = await new Inbox(shop, customer.Email).MailAsync(AccountMail.VerificationSubject, ct);

        // Without the name: whoever registered may have typed another person's address.
        Assert.StartsWith("Здравствуйте!", (string)mail["text"]!, StringComparison.Ordinal);
        var link = Link().Match((string)mail["text"]!);
        Assert.Equal(shop.Web.BaseAddress!.Port, new Uri(link.Value).Port);
        Assert.Contains($"href=\"{link.Value}\"", (string)mail["html"]!, StringComparison.Ordinal);
        var token = AccountMail.TokenIn((string)mail["text"]!);
        using var verified = await shop.Api.PostAsJsonAsync("/api/auth/verify-email", new { token }, ct);
        Assert.Equal(HttpStatusCode.OK, verified.StatusCode);
    }

    [Fact]
    public async Task The_token_is_in_the_mail_but_not_in_the_database_or_a_trace()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        var trace = TraceParent.New();

        await RequestResetAsync(customer.Id, Guid.CreateVersion7(), ct, trace);
        var mail = await new Inbox(shop, customer.Email).MailAsync(AccountMail.ResetSubject, ct);
        var token = AccountMail.TokenIn((string)mail["text"]!);
        var spans = await shop.Telemetry.WaitForTraceAsync(
            trace.TraceId,
            spans => spans.Any(span => span is { Kind: SpanKind.Consumer, Failed: false }));

        Assert.StartsWith("Здравствуйте, Анна!", (string)mail["text"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(token, OtlpReceiver.Describe(spans), StringComparison.Ordinal);
        Assert.DoesNotContain(
            spans.SelectMany(span => span.Attributes.Values),
            value => value.Contains(token, StringComparison.Ordinal));
        Assert.Contains(spans, span => span is { Name: "SMTP", Kind: SpanKind.Client });
        Assert.Equal("", await shop.Database.TablesWithAsync(token, ct));
        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<long>(
                $"""
                select count(*) from notifications.messages
                where recipient = {customer.Email} and template = 'password_reset' and status = 'sent'
                """, ct));
    }

    [Fact]
    public void A_message_about_an_account_contains_neither_its_address_nor_a_token()
    {
        var user = Guid.CreateVersion7();

        Assert.Equal(
            $$"""{"user_id":"{{user}}"}""",
            JsonSerializer.Serialize(new AccountRegistered(user), AccountRegistered.Json));
        Assert.Equal(
            $$"""{"user_id":"{{user}}"}""",
            JsonSerializer.Serialize(new PasswordResetRequested(user), PasswordResetRequested.Json));
    }

    [Fact]
    public async Task A_request_for_a_link_that_has_expired_or_whose_account_is_gone_sends_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        await shop.VerificationTokenAsync(customer.Email, ct);
        var expired = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        var gone = Guid.CreateVersion7();

        await RequestResetAsync(customer.Id, expired, ct);
        await RequestResetAsync(Guid.CreateVersion7(), gone, ct);
        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<long>(
                $"""
                select count(*) from messaging.inbox
                where consumer = 'notifications.password_reset' and message_id = any({(Guid[])[expired, gone]})
                """, ct),
            handled => handled == 2,
            WaitLimit,
            "both messages are handled");

        Assert.Equal(0, await shop.Database.ScalarAsync<long>(
            $"select count(*) from accounts.mailed_tokens where user_id = {customer.Id} and purpose = 'reset'", ct));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>(
            $"select count(*) from notifications.messages where id = any({(Guid[])[expired, gone]})", ct));
    }

    Task<int> RequestResetAsync(Guid user, Guid message, CancellationToken ct, TraceParent? trace = null)
    {
        var payload = JsonSerializer.Serialize(new PasswordResetRequested(user), PasswordResetRequested.Json);
        return shop.Database.ExecuteAsync(
            $"""
            insert into messaging.outbox (id, topic, payload, traceparent)
            values ({message}, {PasswordResetRequested.Topic}, {payload}::json, {trace?.ToString()})
            """, ct);
    }

    [GeneratedRegex(@"http\S+\?token=\S+")]
    private static partial Regex Link();
}
