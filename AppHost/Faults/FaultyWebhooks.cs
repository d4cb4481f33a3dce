using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace AppHost.Faults;

/// <summary>
/// Webhooks that come twice at the same moment, or late. Sent from here, not by WireMock: its own webhooks know the request but not the answer, cannot sign,
/// and from a container would have to find the API on another network. What the provider answered is read from the journal.
/// </summary>
sealed partial class FaultyWebhooks(HttpClient http, EndpointReference wiremock, EndpointReference api, JsonNode webhook, Fault fault)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Until the fault is off; what is owed by then still arrives.</summary>
    public async Task SendAsync(ILogger log, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var isOn = await IsOnAsync(ct);
                foreach (var answer in await NewAnswersAsync(ct))
                    _ = DeliverAsync(answer, log, ct);
                if (!isOn)
                    return;
                await Task.Delay(Pause, ct);
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // WireMock or the graph is going.
        }
    }

    async Task<bool> IsOnAsync(CancellationToken ct)
    {
        using var found = await http.PostAsJsonAsync($"{wiremock.Url}/__admin/mappings/find-by-metadata", new { matchesJsonPath = "$.fault[?(@.id == '" + fault.Id + "')]" }, ct);
        return (await found.Content.ReadFromJsonAsync<JsonObject>(ct))!["mappings"]!.AsArray().Count > 0;
    }

    async Task<List<string>> NewAnswersAsync(CancellationToken ct)
    {
        var since = (TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(5)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        var journal = (await http.GetFromJsonAsync<JsonObject>($"{wiremock.Url}/__admin/requests?since={since}", ct))!["requests"]!.AsArray();
        return
        [
            .. from entry in journal
               where Fault.Of(entry!["stubMapping"])?.Id == fault.Id && _seen.Add((string)entry["id"]!)
               select (string)entry["response"]!["body"]!
        ];
    }

    async Task DeliverAsync(string answer, ILogger log, CancellationToken ct)
    {
        try
        {
            if (fault.Kind == "webhook-late")
                await Task.Delay(FaultyProvider.Late, ct);
            var said = JsonNode.Parse(answer);
            var body = Hole().Replace((string)webhook["body"]!, hole => hole.Groups[1].Value.Split('.', StringSplitOptions.RemoveEmptyEntries).Aggregate(said, (node, name) => node?[name])?.ToString() ?? "");
            await Task.WhenAll(Enumerable.Range(0, fault.Kind == "webhook-twice" ? 2 : 1).Select(async _ =>
            {
                using var content = Sign(body);
                using var heard = await http.PostAsync($"{api.Url}{(string)webhook["to"]!}", content, ct);
                LogSent(log, fault.Provider, fault.Kind, (int)heard.StatusCode);
            }));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            LogLost(log, fault.Provider, e.Message);
        }
    }

    StringContent Sign(string body)
    {
        var content = new StringContent(body, Encoding.UTF8, body[0] == '{' ? "application/json" : "application/x-www-form-urlencoded");
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        switch ((string?)webhook["signature"])
        {
            case "stripe":
                content.Headers.Add("Stripe-Signature", $"t={at},v1={Convert.ToHexStringLower(Hash("Payments__Stripe__WebhookSecret", $"{at}.{body}"))}");
                break;
            case "cloudpayments":
                content.Headers.Add("Content-HMAC", Convert.ToBase64String(Hash("Payments__CloudPayments__ApiSecret", body)));
                break;
        }
        return content;

        static byte[] Hash(string secret, string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Providers.WhileDevelopingOf(secret)), Encoding.UTF8.GetBytes(text));
    }

    /// <summary><c>{$.status}</c> is that of the answer, <c>{$}</c> all of it.</summary>
    [GeneratedRegex(@"\{\$((?:\.\w+)*)\}")]
    private static partial Regex Hole();

    [LoggerMessage(LogLevel.Information, "{Provider} {Kind}: the API answered {Status}")]
    static partial void LogSent(ILogger logger, string provider, string kind, int status);

    [LoggerMessage(LogLevel.Warning, "A webhook of {Provider} did not arrive: {Reason}")]
    static partial void LogLost(ILogger logger, string provider, string reason);
}
