using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Shop.Voice.Understanding;

namespace Shop.Voice.Dialogue;

/// <summary>
/// Asks an OpenAI-compatible chat model what the rules did not understand. The model chooses one of the intents, as
/// tools, and their entities; it never writes what is said, and a value that does not look right is dropped.
/// </summary>
sealed partial class ChatModel(
    IHttpClientFactory clients, IOptions<DialogueOptions> options, ILogger<ChatModel> logger)
{
    public const string Client = "chat-model";

    static readonly Intent[] Choosable =
    [
        Intent.Search, Intent.OrderStatus, Intent.Order, Intent.BookFitting, Intent.MoveFitting, Intent.CancelFitting,
        Intent.Question, Intent.Operator, Intent.Yes, Intent.No, Intent.Repeat, Intent.Goodbye, Intent.Help
    ];

    static readonly Dictionary<string, Regex> Entities = new()
    {
        [Entity.Size] = SizeText(),
        [Entity.Season] = SeasonText(),
        [Entity.MaxPrice] = NumberText(),
        [Entity.Quantity] = NumberText(),
        [Entity.Order] = NumberText(),
        [Entity.Date] = DateText(),
        [Entity.Time] = TimeText(),
        [Entity.Goods] = GoodsText()
    };

    static readonly JsonArray Tools = new([.. Choosable.Select(ToolOf)]);

    /// <summary>Null without a model, when it answers late or wrongly: the rules' answer stands.</summary>
    public async ValueTask<Understood?> UnderstandAsync(string text, Circumstances now, CancellationToken ct)
    {
        if (options.Value.ModelAddress is not { } address)
            return null;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(options.Value.ModelTimeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "chat/completions"))
            {
                Content = JsonContent.Create(RequestOf(text, now))
            };
            if (options.Value.ModelKey is { Length: > 0 } key)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var response = await clients.CreateClient(Client).SendAsync(request, timeout.Token);
            response.EnsureSuccessStatusCode();
            return Read(await response.Content.ReadFromJsonAsync<JsonNode>(timeout.Token), now);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException
            || e is OperationCanceledException && !ct.IsCancellationRequested)
        {
            LogUnavailable(e.Message);
            return null;
        }
    }

    JsonObject RequestOf(string text, Circumstances now) => new()
    {
        ["model"] = options.Value.Model,
        ["temperature"] = 0,
        ["tool_choice"] = "required",
        ["tools"] = Tools.DeepClone(),
        ["messages"] = new JsonArray(
            new JsonObject
            {
                ["role"] = "system",
                ["content"] =
                    $"A caller talks to a shop of tyres and other goods. Today is {now.Today:yyyy-MM-dd}. "
                    + $"The shop has just asked for: {now.Expected}. Choose the tool for what the caller says."
            },
            new JsonObject { ["role"] = "user", ["content"] = text })
    };

    // {"choices": [{"message": {"tool_calls": [{"function": {"name": "search", "arguments": "{\"size\": …}"}}]}}]}
    static Understood? Read(JsonNode? answer, Circumstances now)
    {
        var function = answer?["choices"]?[0]?["message"]?["tool_calls"]?[0]?["function"];
        if (EnumNames.Find<Intent>((string?)function?["name"]) is not { } intent || !Choosable.Contains(intent))
            return null;
        var entities = new Dictionary<string, string>();
        if ((string?)function!["arguments"] is { Length: > 1 } json && JsonNode.Parse(json) is JsonObject arguments)
            foreach (var (name, value) in arguments)
                if (Entities.TryGetValue(name, out var looks) && value?.ToString() is { } text && looks.IsMatch(text))
                    entities[name] = text;
        return new(intent, entities, now.Language);
    }

    static JsonNode ToolOf(Intent intent)
    {
        var properties = new JsonObject();
        if (intent is Intent.Search or Intent.OrderStatus or Intent.Order or Intent.BookFitting or Intent.MoveFitting)
            foreach (var (name, looks) in Entities)
                properties[name] = new JsonObject { ["type"] = "string", ["pattern"] = looks.ToString() };
        return new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject
            {
                ["name"] = intent.Spelling(),
                ["description"] = $"The caller's intent is {intent.Spelling().Replace('_', ' ')}.",
                ["parameters"] = new JsonObject { ["type"] = "object", ["properties"] = properties }
            }
        };
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The chat model did not answer, the rules' answer stands: {Reason}")]
    partial void LogUnavailable(string reason);

    [GeneratedRegex(@"^[1-3]\d5/\d[05] R(1[2-9]|2[0-4])$")]
    private static partial Regex SizeText();

    [GeneratedRegex("^(winter|summer|all)$")]
    private static partial Regex SeasonText();

    [GeneratedRegex(@"^\d{1,7}$")]
    private static partial Regex NumberText();

    [GeneratedRegex(@"^20\d\d-(0[1-9]|1[0-2])-([0-2]\d|3[01])$")]
    private static partial Regex DateText();

    [GeneratedRegex(@"^([01]\d|2[0-3]):[0-5]\d$")]
    private static partial Regex TimeText();

    [GeneratedRegex(@"^[\p{L}\p{Nd} -]{2,60}$")]
    private static partial Regex GoodsText();
}
