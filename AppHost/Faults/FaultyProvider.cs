using System.Text.Json.Nodes;

namespace AppHost.Faults;

/// <summary>
/// A provider as <c>wiremock/faults/{name}.json</c> tells of it: which paths are its own, what it says when it is ill ("500"), tired ("429") or unwilling
/// ("decline"), and the webhooks it sends after which calls. Responses and requests are WireMock's own; everything but the paths may be left out.
/// </summary>
sealed class FaultyProvider(string name, JsonNode says)
{
    public const string All = "all";

    public static readonly string[] Kinds = ["latency", "timeout", "500", "429", "reset", "garbage", "decline", "webhook-twice", "webhook-late"];

    /// <summary>Later than the worker looks for itself.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromSeconds(15);

    // Longer than any client here waits for one answer.
    const int NeverMilliseconds = 60_000;

    public string Name => name;

    public JsonNode? Webhook => says["webhook"];

    public static List<FaultyProvider> In(string directory) =>
    [
        .. Directory.GetFiles(directory, "*.json").Order(StringComparer.Ordinal)
            .Select(file => new FaultyProvider(Path.GetFileNameWithoutExtension(file), JsonNode.Parse(File.ReadAllText(file))!))
    ];

    public bool Knows(string kind) => kind switch
    {
        "decline" => says["decline"] is not null,
        "webhook-twice" or "webhook-late" => Webhook is not null,
        _ => Kinds.Contains(kind)
    };

    /// <summary>The mappings that make it so, given everything WireMock has.</summary>
    public List<JsonObject> MappingsOf(string kind, IEnumerable<JsonNode> stubs) => kind switch
    {
        "500" => [Answer(says["500"] ?? new JsonObject(), 500)],
        "429" => [Answer(says["429"] ?? new JsonObject(), 429, ("Retry-After", "1"))],
        "reset" => [Answer(new JsonObject { ["fault"] = "CONNECTION_RESET_BY_PEER" }, 200)],
        // What a broken proxy on the way makes of a good answer: the half of it.
        "garbage" => [Answer(new JsonObject { ["body"] = "{\"id\":\"2c5d7f" }, 200, ("Content-Type", "application/json"))],
        "decline" => [.. says["decline"]!.AsArray().Select(decline => decline!.DeepClone().AsObject())],
        "latency" => Own(stubs, response => response["delayDistribution"] = new JsonObject { ["type"] = "uniform", ["lower"] = 1000, ["upper"] = 3000 }),
        // It does what it was asked to; only the answer gets lost.
        "timeout" => Own(stubs, response => response["fixedDelayMilliseconds"] = NeverMilliseconds),
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
        return new() { ["request"] = new JsonObject { ["urlPathPattern"] = (string)says["paths"]! }, ["response"] = answer };
    }

    /// <summary>What it would answer anyway, with a difference.</summary>
    List<JsonObject> Own(IEnumerable<JsonNode> stubs, Action<JsonObject> change)
    {
        var own = stubs.Where(stub => (string?)stub["metadata"]?["provider"] == name).Select(stub => stub.DeepClone().AsObject()).ToList();
        foreach (var stub in own)
        {
            stub.Remove("id");
            stub.Remove("uuid");
            change(stub["response"]!.AsObject());
        }
        return own;
    }

    bool IsFollowedByWebhook(JsonNode stub) =>
        (int?)stub["response"]!["status"] < 300 && stub["request"] is { } request
        && Webhook!["after"]!.AsArray().Any(path => (string)path! == ((string?)request["urlPath"] ?? (string?)request["urlPathPattern"])) && (string?)request["method"] == "POST";
}
