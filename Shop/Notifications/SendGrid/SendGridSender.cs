using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Shop.Notifications.SendGrid;

/// <summary>
/// https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send. SendGrid accepts a mail with 202 and an
/// empty body. It has no idempotency key.
/// </summary>
public sealed class SendGridSender(HttpClient http, IOptions<SendGridOptions> options) : IEmailSender
{
    public const string Provider = "sendgrid";

    public string Name => Provider;

    public async Task<string?> SendAsync(EmailMessage message, CancellationToken ct)
    {
        var settings = options.Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.BaseAddress, "/v3/mail/send"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.ApiKey);
        var mail = JsonSerializer.Serialize(SendGridMail.Of(message, settings), SendGridJson.Default.SendGridMail);
        request.Content = new StringContent(mail, Encoding.UTF8, "application/json");

        using var response = await http.SendAsync(request, ct);
        // Any other success code does not come from SendGrid but from a proxy.
        if (response.StatusCode == HttpStatusCode.Accepted)
            return response.Headers.TryGetValues("X-Message-Id", out var ids) ? ids.First() : null;

        // An operator or time can fix a wrong key or a limit, but not an invalid message.
        var isPermanent = response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge;
        throw new ShopException(
            ErrorCode.Unavailable,
            $"SendGrid answered {(int)response.StatusCode}: {await ReasonAsync(response, ct)}",
            isPermanent);
    }

    // {"errors":[{"message":"Does not contain a valid address.","field":"personalizations.0.to.0.email","help":"..."}],
    // "id":"..."}
    static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var errors = (await ProviderHttp.ReadOrNullAsync(response, SendGridJson.Default.SendGridErrors, ct))?.Errors;
        if (errors is not { Length: > 0 })
            return response.ReasonPhrase ?? "";
        return string.Join("; ", errors.Select(e => e.Field is null ? e.Message : $"{e.Field}: {e.Message}"));
    }
}
