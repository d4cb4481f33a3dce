using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Shop.Notifications;
using Shop.Notifications.Mailgun;
using Shop.Tests.Resilience;

namespace Shop.Tests.Notifications;

public class MailgunSenderTests(ShopFixture shop)
{
    static readonly Guid Id = new("0199aaaa-0000-7000-8000-000000000001");

    [Fact]
    public async Task A_mail_is_posted_as_a_form_to_the_domain_and_returns_the_providers_id()
    {
        var ct = TestContext.Current.CancellationToken;
        var sent = "";
        await using var server = await FlakyServer.StartAsync(async (_, http) =>
        {
            var request = http.Request;
            sent = $"""
                {request.Method} {request.Path}{request.QueryString}
                {request.Headers.Authorization}
                {request.ContentType}
                {await new StreamReader(request.Body).ReadToEndAsync(ct)}
                """;
            await http.Response.WriteAsync(
                """{"id":"<20260801.1.ABC@mg.example.com>","message":"Queued. Thank you."}""",
                ct);
        });

        var id = await SendAsync(server.Url, ct);

        Assert.Equal("<20260801.1.ABC@mg.example.com>", id);
        const string Form = "from=%22%D0%9B%D0%B0%D0%B2%D0%BA%D0%B0%22+%3Cshop%40example.com%3E&to=a%40example.com"
            + "&subject=%D0%97%D0%B0%D0%BA%D0%B0%D0%B7+%26+%D1%81%D1%87%D1%91%D1%82"
            + "&text=%D0%94%D0%B0%2B%D0%BD%D0%B5%D1%82&html=%3Cp%3E%D0%94%D0%B0%3C%2Fp%3E";
        Assert.Equal(
            $"""
            POST /v3/mg.example.com/messages
            Basic YXBpOmtleQ==
            application/x-www-form-urlencoded
            {Form}&v%3Amessage_id={Id}
            """, sent);
    }

    [Theory]
    [InlineData(
        400,
        """{"message":"to parameter is not a valid address"}""",
        true,
        "Mailgun answered 400: to parameter is not a valid address")]
    [InlineData(413, """{"message":"Message too large"}""", true, "Mailgun answered 413: Message too large")]
    [InlineData(401, "Forbidden", false, "Mailgun answered 401: Unauthorized")]
    [InlineData(
        403,
        """{"message":"Domain is not allowed to send"}""",
        false,
        "Mailgun answered 403: Domain is not allowed to send")]
    [InlineData(
        404,
        """{"message":"Domain not found: mg.example.com"}""",
        false,
        "Mailgun answered 404: Domain not found: mg.example.com")]
    [InlineData(429, """{"message":"Too many requests"}""", false, "Mailgun answered 429: Too many requests")]
    [InlineData(500, "", false, "Mailgun answered 500: Internal Server Error")]
    [InlineData(502, "<html>", false, "Mailgun answered 502: Bad Gateway")]
    [InlineData(200, "", false, "Mailgun gave an answer that cannot be read.")]
    [InlineData(200, "{}", false, "Mailgun gave an answer that cannot be read.")]
    [InlineData(200, "null", false, "Mailgun gave an answer that cannot be read.")]
    [InlineData(200, """{"id":"<2026""", false, "Mailgun gave an answer that cannot be read.")]
    public async Task Only_errors_in_the_mail_are_permanent(int status, string answer, bool isPermanent, string reason)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await FlakyServer.AnsweringAsync(status, answer);

        var refusal = await Assert.ThrowsAsync<ShopException>(() => SendAsync(server.Url, ct));

        Assert.Equal((reason, isPermanent, 1), (refusal.Message, refusal.Permanent, server.Requests));
    }

    [Fact]
    public async Task A_timeout_is_not_retried()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await FlakyServer.SilentAsync();
        using var caller = Caller.Impatient(("HttpResilience:AttemptTimeout", "00:00:00.3"));

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(server.Url, ct, caller.Http));

        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task The_stub_accepts_and_refuses_like_Mailgun()
    {
        var ct = TestContext.Current.CancellationToken;

        Assert.Matches(
            "^<[0-9]{14}\\.[0-9a-f]{16}@mg\\.example\\.com>$",
            await SendAsync(shop.WireMock.BaseAddress!, ct));
        await RefusedAsync("a@refused.example", "mg.example.com", "400", isPermanent: true);
        await RefusedAsync(
            "a@example.com",
            "unknown.example.com",
            "404: Domain not found: unknown.example.com",
            isPermanent: false);
        using var stranger = await shop.WireMock.PostAsync("/v3/mg.example.com/messages", null, ct);
        Assert.Equal(
            (HttpStatusCode.Unauthorized, "Forbidden"),
            (stranger.StatusCode, await stranger.Content.ReadAsStringAsync(ct)));

        async Task RefusedAsync(string to, string domain, string reason, bool isPermanent)
        {
            var refusal = await Assert.ThrowsAsync<ShopException>(() =>
                SendAsync(shop.WireMock.BaseAddress!, ct, to: to, domain: domain));
            Assert.Equal(isPermanent, refusal.Permanent);
            Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        }
    }

    static async Task<string?> SendAsync(
        Uri address,
        CancellationToken ct,
        HttpClient? http = null,
        string to = "a@example.com",
        string domain = "mg.example.com")
    {
        using var own = new HttpClient();
        var settings = new MailgunOptions
        {
            BaseAddress = address,
            ApiKey = "key",
            Domain = domain,
            FromName = "Лавка"
        };
        return await new MailgunSender(http ?? own, Options.Create(settings)).SendAsync(
            new EmailMessage(Id, to, "Заказ & счёт", "Да+нет", "<p>Да</p>"),
            ct);
    }
}
