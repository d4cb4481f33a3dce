using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Shop.Notifications;
using Shop.Notifications.Twilio;
using Shop.Tests.Resilience;

namespace Shop.Tests.Notifications;

public class TwilioSenderTests(ShopFixture shop)
{
    [Fact]
    public async Task A_message_is_posted_as_a_form_to_the_account_and_returns_the_providers_id()
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
            http.Response.StatusCode = 201;
            await http.Response.WriteAsync(
                """
                {"sid":"SM0123","status":"queued","to":"+15551234567","num_segments":"1","price":null,
                 "error_code":null,"error_message":null}
                """,
                ct);
        });

        var id = await SendAsync(server.Url, ct);

        Assert.Equal("SM0123", id);
        Assert.Equal(
            """
            POST /2010-04-01/Accounts/AC1/Messages.json
            Basic QUMxOnRva2Vu
            application/x-www-form-urlencoded
            To=%2B15551234567&From=%2B15005550006&Body=%D0%97%D0%B0%D0%BA%D0%B0%D0%B7+%26+%D1%81%D1%87%D1%91%D1%82
            """, sent);
    }

    [Theory]
    [InlineData(
        400,
        """
        {"code":21211,"message":"Not a valid number.","more_info":"https://www.twilio.com/docs/errors/21211",
         "status":400}
        """,
        true,
        "Twilio answered 21211: Not a valid number.")]
    [InlineData(
        400,
        """{"code":21614,"message":"Not a mobile number.","status":400}""",
        true,
        "Twilio answered 21614: Not a mobile number.")]
    [InlineData(
        400, """{"code":21610,"message":"Unsubscribed.","status":400}""", true, "Twilio answered 21610: Unsubscribed.")]
    [InlineData(400, """{"code":21617,"message":"Too long.","status":400}""", true, "Twilio answered 21617: Too long.")]
    [InlineData(
        400, """{"code":21612,"message":"No route.","status":400}""", false, "Twilio answered 21612: No route.")]
    [InlineData(
        403, """{"code":21408,"message":"Not enabled.","status":403}""", false, "Twilio answered 21408: Not enabled.")]
    [InlineData(
        401, """{"code":20003,"message":"Authenticate","status":401}""", false, "Twilio answered 20003: Authenticate")]
    [InlineData(
        429,
        """{"code":20429,"message":"Too Many Requests","status":429}""",
        false,
        "Twilio answered 20429: Too Many Requests")]
    [InlineData(500, "<html>", false, "Twilio answered 500: Internal Server Error")]
    [InlineData(503, "", false, "Twilio answered 503: Service Unavailable")]
    [InlineData(
        201,
        """{"sid":"SM1","status":"failed","error_code":21614,"error_message":"Not a mobile number."}""",
        true,
        "Twilio answered 21614: Not a mobile number.")]
    [InlineData(
        201,
        """{"sid":"SM1","status":"undelivered","error_code":30003,"error_message":"Unreachable."}""",
        false,
        "Twilio answered 30003: Unreachable.")]
    [InlineData(201, """{"sid":"SM""", false, "Twilio gave an answer that cannot be read.")]
    [InlineData(201, "", false, "Twilio gave an answer that cannot be read.")]
    [InlineData(201, "{}", false, "Twilio gave an answer that cannot be read.")]
    [InlineData(200, "{}", false, "Twilio answered 200: OK")]
    public async Task Only_errors_in_the_number_or_the_text_are_permanent(
        int status,
        string answer,
        bool isPermanent,
        string reason)
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
    public async Task The_stub_accepts_messages_and_refuses_Twilios_test_numbers()
    {
        var ct = TestContext.Current.CancellationToken;

        Assert.Matches("^SM[0-9a-f]{32}$", await SendAsync(shop.WireMock.BaseAddress!, ct));
        foreach (var (to, code, isPermanent) in ((string, int, bool)[])
        [
            ("15005550001", 21211, true),
            ("15005550002", 21612, false),
            ("15005550003", 21408, false),
            ("15005550004", 21610, true),
            ("15005550009", 21614, true)
        ])
        {
            var refusal = await Assert.ThrowsAsync<ShopException>(() =>
                SendAsync(shop.WireMock.BaseAddress!, ct, to: to));
            Assert.Equal(isPermanent, refusal.Permanent);
            Assert.StartsWith($"Twilio answered {code}: ", refusal.Message, StringComparison.Ordinal);
        }
        using var stranger = await shop.WireMock.PostAsync("/2010-04-01/Accounts/AC1/Messages.json", null, ct);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    static async Task<string?> SendAsync(
        Uri address,
        CancellationToken ct,
        HttpClient? http = null,
        string to = "15551234567")
    {
        using var own = new HttpClient();
        var settings = new TwilioOptions
        {
            BaseAddress = address,
            AccountSid = "AC1",
            AuthToken = "token",
            From = "+15005550006"
        };
        return await new TwilioSender(http ?? own, Options.Create(settings)).SendAsync(
            new SmsMessage(Guid.CreateVersion7(), to, "Заказ & счёт"),
            ct);
    }
}
