using System.Net;
using Microsoft.Extensions.Options;

namespace Shop.Notifications.Twilio;

/// <summary>https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource. It takes a message with 201 and has no idempotency key.</summary>
public sealed class TwilioSender(HttpClient http, IOptions<TwilioOptions> options) : ISmsSender
{
    public const string Provider = "twilio";

    // https://www.twilio.com/docs/api/errors: no text (21602) or too much (21617), no number (21604) or none that exists (21211), receives text messages
    // (21614) or wants ours (21610). The others are of the account (20003, 21408, 21606), of time (20429) or of a route that somebody else may have (21612).
    static readonly int[] Refusals = [21211, 21602, 21604, 21610, 21614, 21617];

    public string Name => Provider;

    public async Task<string?> SendAsync(SmsMessage message, CancellationToken ct)
    {
        var settings = options.Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.BaseAddress, $"/2010-04-01/Accounts/{settings.AccountSid}/Messages.json"));
        request.Headers.Authorization = ProviderHttp.Basic(settings.AccountSid, settings.AuthToken);
        request.Content = new FormUrlEncodedContent([new("To", $"+{message.To}"), new("From", settings.From), new("Body", message.Text)]);

        using var response = await http.SendAsync(request, ct);
        var answer = await ProviderHttp.ReadOrNullAsync(response, TwilioJson.Default.TwilioAnswer, ct);
        if (response.StatusCode != HttpStatusCode.Created)
            throw Refused((int)response.StatusCode, answer?.Code, answer?.Message ?? response.ReasonPhrase);
        if (answer is null or { Sid: null })
            throw ProviderHttp.Unreadable("Twilio");
        return answer.Status is "failed" or "undelivered" ? throw Refused((int)response.StatusCode, answer.ErrorCode, answer.ErrorMessage) : answer.Sid;
    }

    static ShopException Refused(int status, int? code, string? reason) =>
        new(ErrorCode.Unavailable, $"Twilio answered {code ?? status}: {reason}", code is { } known && Refusals.Contains(known));
}
