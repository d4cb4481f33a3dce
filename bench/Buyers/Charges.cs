using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Web;

namespace Buyers;

/// <summary>
/// The charges and captures that the providers received and their idempotency keys, read from WireMock's journal before
/// it drops its oldest entries.
/// </summary>
sealed class Charges(HttpClient stubs)
{
    static readonly Call[] MoneyCalls =
    [
        new("/v3/payments", "Idempotence-Key", body => $"{Json(body)["metadata"]!["order_id"]}"),
        new("/v3/payments/[^/]+/capture", "Idempotence-Key", null),
        new(
            "/v1/(payment_intents|checkout/sessions)",
            "Idempotency-Key",
            body => HttpUtility.ParseQueryString(body)["metadata[order_id]"]!),
        new("/v1/payment_intents/[^/]+/capture", "Idempotency-Key", null),
        new("/(payments/cards/charge|orders/create)", "X-Request-ID", body => $"{Json(body)["Description"]}"),
        new("/payments/confirm", "X-Request-ID", body => $"confirm {Json(body)["TransactionId"]}")
    ];

    readonly Dictionary<string, HashSet<string>> _keys = [];

    public int Charged => _keys.Count;

    public int Doubles => _keys.Values.Count(keys => keys.Count > 1);

    public async Task WatchAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(10), ended).ContinueWith(_ => { }, TaskScheduler.Default);
            foreach (var call in MoneyCalls)
            {
                var filter = new { method = "POST", urlPathPattern = call.Path };
                using var response = await stubs.PostAsJsonAsync(
                    "/__admin/requests/find", filter, CancellationToken.None);
                var journal = await response.Content.ReadFromJsonAsync<JsonObject>(CancellationToken.None);
                foreach (var request in journal!["requests"]!.AsArray())
                    Add(call, request!);
            }
        }
    }

    void Add(Call call, JsonNode request)
    {
        var subject = call.Subject?.Invoke((string)request["body"]!) ?? (string)request["url"]!;
        if (!_keys.TryGetValue(subject, out var keys))
            _keys[subject] = keys = [];
        keys.Add((string)request["headers"]![call.KeyHeader]!);
    }

    static JsonNode Json(string body) => JsonNode.Parse(body)!;

    /// <summary>
    /// A call that moves money: its path, the header with its idempotency key, and the subject that may have only one
    /// key (without one, the URL is the subject).
    /// </summary>
    sealed record Call(string Path, string KeyHeader, Func<string, string>? Subject);
}
