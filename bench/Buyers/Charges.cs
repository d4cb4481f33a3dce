using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Web;

namespace Buyers;

/// <summary>What the providers were asked to charge and capture, and under which keys, from WireMock's journal before it forgets.</summary>
sealed class Charges(HttpClient stubs)
{
    static readonly Call[] Moving =
    [
        new("/v3/payments", "Idempotence-Key", body => $"{Json(body)["metadata"]!["order_id"]}"),
        new("/v3/payments/[^/]+/capture", "Idempotence-Key", null),
        new("/v1/(payment_intents|checkout/sessions)", "Idempotency-Key", body => HttpUtility.ParseQueryString(body)["metadata[order_id]"]!),
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
            foreach (var call in Moving)
            {
                using var answer = await stubs.PostAsJsonAsync("/__admin/requests/find", new { method = "POST", urlPathPattern = call.Path }, CancellationToken.None);
                foreach (var request in (await answer.Content.ReadFromJsonAsync<JsonObject>(CancellationToken.None))!["requests"]!.AsArray())
                    Add(call, request!);
            }
        }
    }

    void Add(Call call, JsonNode request)
    {
        var what = call.Subject?.Invoke((string)request["body"]!) ?? (string)request["url"]!;
        if (!_keys.TryGetValue(what, out var keys))
            _keys[what] = keys = [];
        keys.Add((string)request["headers"]![call.KeyHeader]!);
    }

    static JsonNode Json(string body) => JsonNode.Parse(body)!;

    /// <summary>A call that moves money: which, where its key is, and what must be asked for under one key only (else the address says it).</summary>
    sealed record Call(string Path, string KeyHeader, Func<string, string>? Subject);
}
