using System.Text.Json.Nodes;

namespace AppHost.Faults;

/// <summary>
/// A provider as <c>wiremock/faults/{name}.json</c> describes it: its paths, its answers when it fails ("500"), limits
/// the rate ("429") or refuses ("decline"), and its webhooks with the calls they follow. Requests and responses are in
/// WireMock's format. Only the paths are required.
/// </summary>
sealed class FaultyProvider(string name, JsonNode description)
{
    public const string All = "all";

    public static readonly string[] Kinds =
        ["latency", "timeout", "500", "429", "reset", "garbage", "decline", "webhook-twice", "webhook-late"];

    /// <summary>Later than the worker asks the provider by itself.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromSeconds(15);

    // Longer than the timeout of every client.
    const int TimeoutMilliseconds = 60_000;

    public string Name => name;

    public JsonNode? Webhook => description["webhook"];

    public static List<FaultyProvider> In(string directory) =>
    [
        .. Directory.GetFiles(directory, "*.json").Order(StringComparer.Ordinal)
            .Select(file => new FaultyProvider(
                Path.GetFileNameWithoutExtension(file),
                JsonNode.Parse(File.ReadAllText(file))!))
    ];

    public bool Knows(string kind) => kind switch
    {
        "decline" => description["decline"] is not null,
        "webhook-twice" or "webhook-late" => Webhook is not null,
        _ => Kinds.Contains(kind)
    };

    /// <summary>The mappings that make up the fault, given all stubs in WireMock.</summary>
    public List<JsonObject> MappingsOf(string kind, IEnumerable<JsonNode> stubs) => kind switch
    {
        "500" => [Answer(description["500"] ?? new JsonObject(), 500)],
        "429" => [Answer(description["429"] ?? new JsonObject(), 429, ("Retry-After", "1"))],
        "reset" => [Answer(new JsonObject { ["fault"] = "CONNECTION_RESET_BY_PEER" }, 200)],
        // A good answer that a broken proxy has cut in half.
        "garbage" =>
        [
            Answer(new JsonObject { ["body"] = "{\"id\":\"2c5d7f" }, 200, ("Content-Type", "application/json"))
        ],
        "decline" => [.. description["decline"]!.AsArray().Select(decline => decline!.DeepClone().AsObject())],
        "latency" => Own(stubs, response => response["delayDistribution"] = new JsonObject
        {
            ["type"] = "uniform",
            ["lower"] = 1000,
            ["upper"] = 3000
        }),
        // The provider processes the request; only the answer is lost.
        "timeout" => Own(stubs, response => response["fixedDelayMilliseconds"] = TimeoutMilliseconds),
        _ => Own(stubs.Where(IsFollowedByWebhook), _ => { })
    };

    JsonObject Answer(JsonNode response, int status, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var answer = response.DeepClone().AsObject();
        answer.TryAdd("status", status);
        var all = answer["headers"] as JsonObject ?? [];
        answer["headers"] = all;
        foreach (var (header, value) in headers)
            all.TryAdd(header, value);
        return new()
        {
            ["request"] = new JsonObject { ["urlPathPattern"] = (string)description["paths"]! },
            ["response"] = answer
        };
    }

    /// <summary>The provider's ordinary answers with a change.</summary>
    List<JsonObject> Own(IEnumerable<JsonNode> stubs, Action<JsonObject> change)
    {
        var own = stubs
            .Where(stub => (string?)stub["metadata"]?["provider"] == name)
            .Select(stub => stub.DeepClone().AsObject())
            .ToList();
        foreach (var stub in own)
        {
            stub.Remove("id");
            stub.Remove("uuid");
            change(stub["response"]!.AsObject());
        }
        return own;
    }

    bool IsFollowedByWebhook(JsonNode stub) =>
        (int?)stub["response"]!["status"] < 300
        && stub["request"] is { } request
        && ((string?)request["urlPath"] ?? (string?)request["urlPathPattern"]) is var called
        && Webhook!["after"]!.AsArray().Any(path => (string)path! == called)
        && (string?)request["method"] == "POST";
}
