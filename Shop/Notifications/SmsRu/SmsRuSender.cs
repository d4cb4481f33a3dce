using Microsoft.Extensions.Options;

namespace Shop.Notifications.SmsRu;

/// <summary>
/// https://sms.ru/api/send. SMS.ru always answers HTTP 200, with one status code for the request and one for each
/// number. The request is a POST although SMS.ru also accepts GET: the HTTP client does not retry a POST, and the key
/// stays out of the URL in traces.
/// </summary>
public sealed class SmsRuSender(HttpClient http, IOptions<SmsRuOptions> options) : ISmsSender
{
    public const string Provider = "smsru";

    const int Accepted = 100;

    // Rejections of the number or the text. Other codes concern the account (key, money, daily limit) or SMS.ru itself.
    static readonly int[] Rejections = [202, 203, 205, 207, 209, 230, 232, 233];

    public string Name => Provider;

    public async Task<string?> SendAsync(SmsMessage message, CancellationToken ct)
    {
        var settings = options.Value;
        var form = new Dictionary<string, string>
        {
            ["api_id"] = settings.ApiId,
            ["to"] = message.To,
            ["msg"] = message.Text,
            ["json"] = "1"
        };
        if (settings.From is { Length: > 0 } from)
            form["from"] = from;
        using var content = new FormUrlEncodedContent(form);
        using var response = await http.PostAsync(new Uri(settings.BaseAddress, "/sms/send"), content, ct);
        if (!response.IsSuccessStatusCode)
            throw Failed($"answered {(int)response.StatusCode}");

        var answer = await ProviderHttp.ReadAsync("SMS.ru", response, SmsRuJson.Default.SmsRuAnswer, ct);
        if (answer.StatusCode != Accepted)
            throw Rejected(answer.StatusCode, answer.StatusText);
        if (answer.Sms?.GetValueOrDefault(message.To) is not { } sent)
            throw Failed("said nothing about the number");
        return sent.StatusCode == Accepted ? sent.SmsId : throw Rejected(sent.StatusCode, sent.StatusText);
    }

    static ShopException Rejected(int code, string? text) =>
        new(ErrorCode.Unavailable, $"SMS.ru answered {code}: {text}", Rejections.Contains(code));

    static ShopException Failed(string what) =>
        new(ErrorCode.Unavailable, $"SMS.ru {what}.", permanent: false);
}
