using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace AppHost.Faults;

/// <summary>
/// Sends webhooks twice at the same moment, or late. WireMock's own webhooks are not enough: they know the request but
/// not the answer, cannot sign, and from a container would have to find the API on another network. The provider's
/// answers are read from WireMock's journal.
/// </summary>
sealed partial class FaultyWebhooks(
    HttpClient http,
    EndpointReference wiremock,
    EndpointReference api,
    JsonNode webhook,
    Fault fault)
{
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Runs until the fault is cleared. Webhooks that are due by then are still sent.</summary>
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
                await Task.Delay(PollInterval, ct);
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // WireMock or the graph is stopping.
        }
    }

    async Task<bool> IsOnAsync(CancellationToken ct)
    {
        using var found = await http.PostAsJsonAsync(
            $"{wiremock.Url}/__admin/mappings/find-by-metadata",
            new { matchesJsonPath = "$.fault[?(@.id == '" + fault.Id + "')]" },
            ct);
        return (await found.Content.ReadFromJsonAsync<JsonObject>(ct))!["mappings"]!.AsArray().Count > 0;
    }

    async Task<List<string>> NewAnswersAsync(CancellationToken ct)
    {
        var since = (TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(5))
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        var journal = await http.GetFromJsonAsync<JsonObject>($"{wiremock.Url}/__admin/requests?since={since}", ct);
        return
        [
            .. from entry in journal!["requests"]!.AsArray()
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
            var values = JsonNode.Parse(answer);
            var body = Placeholder().Replace(
                (string)webhook["body"]!,
                placeholder => placeholder.Groups[1].Value
                    .Split('.', StringSplitOptions.RemoveEmptyEntries)
                    .Aggregate(values, (node, name) => node?[name])?.ToString() ?? "");
            await Task.WhenAll(Enumerable.Range(0, fault.Kind == "webhook-twice" ? 2 : 1).Select(async _ =>
            {
                using var content = Sign(body);
                using var response = await http.PostAsync($"{api.Url}{(string)webhook["to"]!}", content, ct);
                LogSent(log, fault.Provider, fault.Kind, (int)response.StatusCode);
            }));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            LogLost(log, fault.Provider, e.Message);
        }
    }

    StringContent Sign(string body)
    {
        var type = body[0] == '{' ? "application/json" : "application/x-www-form-urlencoded";
        var content = new StringContent(body, Encoding.UTF8, type);
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        switch ((string?)webhook["signature"])
        {
            case "stripe":
                var signature = Convert.ToHexStringLower(Hash("Payments__Stripe__WebhookSecret", $"{at}.{body}"));
                content.Headers.Add("Stripe-Signature", $"t={at},v1={signature}");
                break;
            case "cloudpayments":
                content.Headers.Add(
                    "Content-HMAC", Convert.ToBase64String(Hash("Payments__CloudPayments__ApiSecret", body)));
                break;
        }
        return content;

        static byte[] Hash(string secret, string text) => HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(Providers.WhileDevelopingOf(secret)), Encoding.UTF8.GetBytes(text));
    }

    /// <summary><c>{$.status}</c> is the answer's <c>status</c>, <c>{$}</c> the whole answer.</summary>
    [GeneratedRegex(@"\{\$((?:\.\w+)*)\}")]
    private static partial Regex Placeholder();

    [LoggerMessage(LogLevel.Information, "{Provider} {Kind}: the API answered {Status}")]
    static partial void LogSent(ILogger logger, string provider, string kind, int status);

    [LoggerMessage(LogLevel.Warning, "A webhook of {Provider} did not arrive: {Reason}")]
    static partial void LogLost(ILogger logger, string provider, string reason);
}
