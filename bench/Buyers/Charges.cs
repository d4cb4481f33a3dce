using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Buyers;

/// <summary>What the provider was asked to charge and capture, and under which keys, from WireMock's journal before it forgets.</summary>
sealed class Charges(HttpClient stubs)
{
    static readonly object[] Patterns =
    [
        new { method = "POST", urlPath = "/v3/payments" },
        new { method = "POST", urlPathPattern = "/v3/payments/[^/]+/capture" }
    ];

    readonly Dictionary<string, HashSet<string>> _keys = [];

    public int Charged => _keys.Count;

    public int Doubles => _keys.Values.Count(keys => keys.Count > 1);

    public async Task WatchAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(10), ended).ContinueWith(_ => { }, TaskScheduler.Default);
            foreach (var pattern in Patterns)
            {
                using var answer = await stubs.PostAsJsonAsync("/__admin/requests/find", pattern, CancellationToken.None);
                foreach (var request in (await answer.Content.ReadFromJsonAsync<JsonObject>(CancellationToken.None))!["requests"]!.AsArray())
                    Add(request!);
            }
        }
    }

    void Add(JsonNode request)
    {
        var url = (string)request["url"]!;
        var what = url == "/v3/payments" ? $"{JsonNode.Parse((string)request["body"]!)!["metadata"]!["order_id"]}" : url;
        if (!_keys.TryGetValue(what, out var keys))
            _keys[what] = keys = [];
        keys.Add((string)request["headers"]!["Idempotence-Key"]!);
    }
}
