using System.Net;
using System.Net.Mail;
using Microsoft.Extensions.Options;

namespace Shop.Notifications.Mailgun;

/// <summary>
/// https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages. The request is a form; only
/// attachments would need multipart. Mailgun has no idempotency key.
/// </summary>
public sealed class MailgunSender(HttpClient http, IOptions<MailgunOptions> options) : IEmailSender
{
    public const string Provider = "mailgun";

    public string Name => Provider;

    public async Task<string?> SendAsync(EmailMessage message, CancellationToken ct)
    {
        var settings = options.Value;
        var address = new Uri(settings.BaseAddress, $"/v3/{settings.Domain}/messages");
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Authorization = ProviderHttp.Basic("api", settings.ApiKey);
        request.Content = new FormUrlEncodedContent(
        [
            new("from", $"{new MailAddress(settings.FromAddress, settings.FromName)}"),
            new("to", message.To),
            new("subject", message.Subject),
            new("text", message.Text),
            new("html", message.Html),
            new("v:message_id", $"{message.Id}")
        ]);

        using var response = await http.SendAsync(request, ct);
        // {"id":"<20260801120000.1.ABC@mg.example.com>","message":"Queued. Thank you."}
        // An error is {"message":"..."} or, without a key, just Forbidden.
        var answer = await ProviderHttp.ReadOrNullAsync(response, MailgunJson.Default.MailgunAnswer, ct);
        if (response.StatusCode == HttpStatusCode.OK)
            return answer?.Id ?? throw ProviderHttp.UnreadableResponse("Mailgun");

        // An operator or time can fix a wrong key (401, 403), an unknown domain (404) or a limit, but not an invalid
        // message.
        var isPermanent = response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge;
        throw new ShopException(
            ErrorCode.Unavailable,
            $"Mailgun answered {(int)response.StatusCode}: {answer?.Message ?? response.ReasonPhrase}",
            isPermanent);
    }
}
