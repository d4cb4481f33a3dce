using System.Net;
using System.Net.Mail;
using Microsoft.Extensions.Options;

namespace Shop.Notifications.Mailgun;

/// <summary>
/// https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages. A form; multipart would only be needed for attachments. It has no
/// idempotency key.
/// </summary>
public sealed class MailgunSender(HttpClient http, IOptions<MailgunOptions> options) : IEmailSender
{
    public const string Provider = "mailgun";

    public string Name => Provider;

    public async Task<string?> SendAsync(EmailMessage message, CancellationToken ct)
    {
        var settings = options.Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.BaseAddress, $"/v3/{settings.Domain}/messages"));
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
        // {"id":"<20260801120000.1.ABC@mg.example.com>","message":"Queued. Thank you."}, and for an error {"message":"..."} or, without a key, just Forbidden
        var answer = await ProviderHttp.ReadOrNullAsync(response, MailgunJson.Default.MailgunAnswer, ct);
        if (response.StatusCode == HttpStatusCode.OK)
            return answer?.Id ?? throw ProviderHttp.Unreadable("Mailgun");

        // A wrong key (401, 403), a domain it does not know yet (404) or a limit is put right by an operator or by time; a message it cannot read stays so.
        var isPermanent = response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge;
        throw new ShopException(ErrorCode.Unavailable, $"Mailgun answered {(int)response.StatusCode}: {answer?.Message ?? response.ReasonPhrase}", isPermanent);
    }
}
