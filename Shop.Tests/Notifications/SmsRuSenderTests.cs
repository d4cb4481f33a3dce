using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Shop.Notifications;
using Shop.Notifications.SmsRu;
using Shop.Tests.Resilience;

namespace Shop.Tests.Notifications;

public class SmsRuSenderTests
{
    const string Number = "79255070602";

    [Fact]
    public async Task A_message_is_posted_as_a_form_and_returns_the_providers_id()
    {
        var ct = TestContext.Current.CancellationToken;
        var form = "";
        await using var server = await FlakyServer.StartAsync(async (_, http) =>
        {
            var body = await new StreamReader(http.Request.Body).ReadToEndAsync(ct);
            form = $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString} {body}";
            await http.Response.WriteAsync(
                """
                {"status":"OK","status_code":100,
                 "sms":{"79255070602":{"status":"OK","status_code":100,"sms_id":"000000-10000000"}},"balance":4122.56}
                """,
                ct);
        });

        var id = await SendAsync(server, ct);

        Assert.Equal("000000-10000000", id);
        Assert.Equal(
            $"POST /sms/send api_id=key&to={Number}"
                + "&msg=%D0%97%D0%B0%D0%BA%D0%B0%D0%B7+%26+%D1%81%D1%87%D1%91%D1%82&json=1",
            form);
    }

    [Theory]
    [InlineData(
        """
        {"status":"OK","status_code":100,
         "sms":{"79255070602":{"status":"ERROR","status_code":207,"status_text":"Нет пути"}},"balance":1.5}
        """,
        true,
        "SMS.ru answered 207: Нет пути")]
    [InlineData(
        """
        {"status":"OK","status_code":100,
         "sms":{"79255070602":{"status":"ERROR","status_code":"209","status_text":"В стоп-листе"}}}
        """,
        true,
        "SMS.ru answered 209: В стоп-листе")]
    [InlineData(
        """
        {"status":"OK","status_code":100,
         "sms":{"79255070602":{"status":"ERROR","status_code":220,"status_text":"Недоступен"}}}
        """,
        false,
        "SMS.ru answered 220: Недоступен")]
    [InlineData(
        """{"status":"ERROR","status_code":200,"status_text":"Неправильный api_id"}""",
        false,
        "SMS.ru answered 200: Неправильный api_id")]
    [InlineData(
        """{"status":"ERROR","status_code":202,"status_text":"Неправильный номер"}""",
        true,
        "SMS.ru answered 202: Неправильный номер")]
    [InlineData(
        """{"status":"OK","status_code":100,"sms":{"79990000000":{"status":"OK","status_code":100,"sms_id":"1"}}}""",
        false,
        "SMS.ru said nothing about the number.")]
    [InlineData("""{"status":"OK","status_code":100}""", false, "SMS.ru said nothing about the number.")]
    [InlineData("{}", false, "SMS.ru answered 0: ")]
    [InlineData("", false, "SMS.ru gave an answer that cannot be read.")]
    [InlineData("null", false, "SMS.ru gave an answer that cannot be read.")]
    [InlineData("[]", false, "SMS.ru gave an answer that cannot be read.")]
    [InlineData("<html>502 Bad Gateway</html>", false, "SMS.ru gave an answer that cannot be read.")]
    public async Task An_error_with_HTTP_200_is_permanent_only_for_the_number_or_the_text(
        string answer,
        bool isPermanent,
        string reason)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await FlakyServer.AnsweringAsync(200, answer);

        var refusal = await Assert.ThrowsAsync<ShopException>(() => SendAsync(server, ct));

        Assert.Equal((reason, isPermanent), (refusal.Message, refusal.Permanent));
    }

    [Fact]
    public async Task A_server_error_is_transient()
    {
        await using var server = await FlakyServer.StartAsync(_ => 500);

        var refusal = await Assert.ThrowsAsync<ShopException>(() =>
            SendAsync(server, TestContext.Current.CancellationToken));

        Assert.Equal(("SMS.ru answered 500.", false, 1), (refusal.Message, refusal.Permanent, server.Requests));
    }

    [Theory]
    [InlineData("+7 (925) 507-06-02", Number)]
    [InlineData("8 925 507 06 02", Number)]
    [InlineData("9255070602", Number)]
    [InlineData("+86 138 0013 8000", "8613800138000")]
    [InlineData("+82 10 1234 567", "82101234567")]
    [InlineData("112", null)]
    [InlineData("", null)]
    [InlineData("+", null)]
    public void A_phone_number_is_normalized(string written, string? number) =>
        Assert.Equal(number, SmsMessage.Number(written));

    static async Task<string?> SendAsync(FlakyServer server, CancellationToken ct)
    {
        using var http = new HttpClient();
        return await new SmsRuSender(http, Options.Create(new SmsRuOptions { BaseAddress = server.Url, ApiId = "key" }))
            .SendAsync(new(Guid.CreateVersion7(), Number, "Заказ & счёт"), ct);
    }
}
