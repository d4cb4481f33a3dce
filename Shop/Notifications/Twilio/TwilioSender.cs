using System.Net;
using Microsoft.Extensions.Options;

namespace Shop.Notifications.Twilio;

/// <summary>
/// https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource. Twilio accepts a message with
/// 201 and has no idempotency key.
/// </summary>
public sealed class TwilioSender(HttpClient http, IOptions<TwilioOptions> options) : ISmsSender
{
    public const string Provider = "twilio";

    // https://www.twilio.com/docs/api/errors: no text (21602) or too long (21617), no number (21604), a number that
    // does not exist (21211), cannot receive text messages (21614) or has unsubscribed (21610). Other codes concern the
    // account (20003, 21408, 21606), a rate limit (20429) or a route that another provider may have (21612).
    static readonly int[] Rejections = [21211, 21602, 21604, 21610, 21614, 21617];

    public string Name => Provider;

    public async Task<string?> SendAsync(SmsMessage message, CancellationToken ct)
    {
        var settings = options.Value;
        var address = new Uri(settings.BaseAddress, $"/2010-04-01/Accounts/{settings.AccountSid}/Messages.json");
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Authorization = ProviderHttp.Basic(settings.AccountSid, settings.AuthToken);
        request.Content = new FormUrlEncodedContent(
        [
            new("To", $"+{message.To}"),
            new("From", settings.From),
            new("Body", message.Text)
        ]);

        using var response = await http.SendAsync(request, ct);
        var answer = await ProviderHttp.ReadOrNullAsync(response, TwilioJson.Default.TwilioAnswer, ct);
        if (response.StatusCode != HttpStatusCode.Created)
            throw Rejected((int)response.StatusCode, answer?.Code, answer?.Message ?? response.ReasonPhrase);
        if (answer is null or { Sid: null })
            throw ProviderHttp.UnreadableResponse("Twilio");
        return answer.Status is "failed" or "undelivered"
            ? throw Rejected((int)response.StatusCode, answer.ErrorCode, answer.ErrorMessage)
            : answer.Sid;
    }

    static ShopException Rejected(int status, int? code, string? reason) =>
        new(
            ErrorCode.Unavailable,
            $"Twilio answered {code ?? status}: {reason}",
            code is { } known && Rejections.Contains(known));
}
