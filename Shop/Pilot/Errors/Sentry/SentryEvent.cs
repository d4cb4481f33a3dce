using System.Buffers;
using System.Text.Json;

namespace Shop.Pilot.Errors.Sentry;

/// <summary>Reads an event of Sentry's protocol into an incident.</summary>
public static class SentryEvent
{
    const int MaxText = 4000;
    const int MaxName = 200;
    const int MaxExceptions = 10;
    const int MaxFrames = 50;
    const int MaxBreadcrumbs = 50;

    /// <summary>The name by which the shop's own hosts send to the door.</summary>
    public const string HostSdk = "shop.host";

    static readonly SearchValues<char> SqlStates = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");
    static readonly TimeSpan Oldest = TimeSpan.FromDays(30);

    public static Incident Read(JsonElement json, Guid? id, DateTimeOffset now)
    {
        var texts = new EventTexts();
        var sdk = texts.Of(Property(json, "sdk"), "name", MaxName);
        var platform = texts.Of(json, "platform", MaxName);
        var request = Property(json, "request");
        var contexts = Property(json, "contexts");
        var trace = Property(contexts, "trace");
        // The exceptions come first: they are what the text is limited for.
        var exceptions = Exceptions(json, texts);
        var (message, template) = Message(json, texts);
        return new()
        {
            Id = id ?? IdOf(EventTexts.Raw(Property(json, "event_id"))) ?? Guid.CreateVersion7(),
            At = TimeOf(Property(json, "timestamp"), now),
            Source = SourceOf(platform, sdk),
            Level = LevelOf(texts.Of(json, "level", MaxName)),
            Platform = platform,
            Exceptions = exceptions,
            Message = message,
            MessageTemplate = template,
            Logger = texts.Of(json, "logger", MaxName),
            Fingerprint =
                [.. Items(Property(json, "fingerprint")).Select(part => texts.Of(part, MaxName)).OfType<string>()],
            Transaction = texts.Url(EventTexts.Raw(Property(json, "transaction")), MaxName),
            Release = texts.Of(json, "release", MaxName),
            Environment = texts.Of(json, "environment", MaxName),
            ServerName = texts.Of(json, "server_name", MaxName),
            TraceId = TraceIdOf(EventTexts.Raw(Property(trace, "trace_id"))),
            User = UserOf(Property(json, "user")) is { } user ? UserHash.NumberOf(user) : null,
            Method = texts.Of(request, "method", 20),
            Url = UrlOf(request, texts),
            Headers = texts.Flatten(Property(request, "headers"), 30, 500),
            Tags = texts.Flatten(Property(json, "tags"), 50, MaxName),
            Breadcrumbs = Breadcrumbs(json, texts),
            Contexts = Merged(
                texts.Flatten(contexts, 80, 500),
                texts.Flatten(Property(json, "extra"), 50, 1000, "extra"))
        };
    }

    /// <summary>Reads an id of 32 hexadecimal digits or a UUID.</summary>
    public static Guid? IdOf(string? text) => Guid.TryParse(text, out var id) && id != Guid.Empty ? id : null;

    public static JsonElement Property(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    static string LevelOf(string? level) => level is "fatal" or "warning" or "info" or "debug" ? level : "error";

    // Clients have clocks of their own.
    internal static DateTimeOffset TimeOf(JsonElement value, DateTimeOffset now) =>
        EventTexts.Time(value) is { } at && at <= now && at > now - Oldest ? at.ToUniversalTime() : now;

    static ErrorSource SourceOf(string? platform, string? sdk) => sdk switch
    {
        HostSdk => ErrorSource.Host,
        _ when platform is "javascript" && sdk?.Contains("node", StringComparison.Ordinal) != true =>
            ErrorSource.Browser,
        _ => ErrorSource.Sdk
    };

    static string? TraceIdOf(string? text) =>
        text is { Length: 32 } && !text.AsSpan().ContainsAnyExcept(Hex) ? text : null;

    internal static string? UserOf(JsonElement user)
    {
        foreach (var name in (ReadOnlySpan<string>)["id", "email", "username"])
            if (EventTexts.Raw(Property(user, name)) is { Length: > 0 } text)
                return text;
        return null;
    }

    static string? UrlOf(JsonElement request, EventTexts texts)
    {
        var url = EventTexts.Raw(Property(request, "url"));
        var query = Property(request, "query_string");
        var text = query.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            ? string.Join('&', texts.Flatten(query, 30, 500).Select(pair => $"{pair.Key}={pair.Value}"))
            : EventTexts.Raw(query);
        return texts.Url(string.IsNullOrEmpty(text) ? url : $"{url}?{text.TrimStart('?')}", 1000);
    }

    static (string? Message, string? Template) Message(JsonElement json, EventTexts texts)
    {
        var entry = Property(json, "logentry");
        if (entry.ValueKind != JsonValueKind.Object)
            entry = Property(json, "message");
        if (entry.ValueKind != JsonValueKind.Object)
            return (texts.Of(entry, MaxText), null);
        var template = texts.Of(entry, "message", MaxText);
        return texts.Of(entry, "formatted", MaxText) is { } formatted ? (formatted, template) : (template, null);
    }

    // The protocol lists the innermost exception first, and the frames with the newest last.
    static List<ExceptionInfo> Exceptions(JsonElement json, EventTexts texts)
    {
        var values = Values(json, "exception").Reverse().Take(MaxExceptions).ToList();
        var positions = new Dictionary<string, int>();
        foreach (var (index, exception) in values.Index())
            if (EventTexts.Raw(Property(Property(exception, "mechanism"), "exception_id")) is { } id)
                positions.TryAdd(id, index);
        return [.. values.Select(exception => Exception(exception, positions, texts))];
    }

    static ExceptionInfo Exception(JsonElement json, Dictionary<string, int> positions, EventTexts texts)
    {
        var type = texts.Of(json, "type", MaxName) ?? "Error";
        var value = texts.Of(json, "value", MaxText);
        var parent = EventTexts.Raw(Property(Property(json, "mechanism"), "parent_id"));
        var frames = Items(Property(Property(json, "stacktrace"), "frames"))
            .Reverse()
            .Take(MaxFrames)
            .Select(frame => Frame(frame, texts));
        return new(
            type,
            value,
            [.. frames],
            SqlStateOf(type, value),
            parent is not null && positions.TryGetValue(parent, out var position) ? position : null);
    }

    // "23505: duplicate key value violates unique constraint".
    static string? SqlStateOf(string type, string? value) =>
        type.EndsWith("PostgresException", StringComparison.Ordinal)
        && value is { Length: > 5 }
        && value[5] == ':'
        && !value.AsSpan(0, 5).ContainsAnyExcept(SqlStates)
            ? value[..5]
            : null;

    static IncidentFrame Frame(JsonElement json, EventTexts texts) => new(
        texts.Of(json, "function", MaxName),
        texts.Of(json, "module", MaxName),
        texts.Of(json, "filename", 300) ?? texts.Of(json, "abs_path", 300),
        Number(json, "lineno"),
        Number(json, "colno"),
        Property(json, "in_app").ValueKind != JsonValueKind.False,
        texts.Of(json, "context_line", 300));

    static int? Number(JsonElement json, string name) =>
        Property(json, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number)
            ? number
            : null;

    static List<Breadcrumb> Breadcrumbs(JsonElement json, EventTexts texts)
    {
        var newest = Values(json, "breadcrumbs").TakeLast(MaxBreadcrumbs);
        return
        [
            .. newest.Select(crumb => new Breadcrumb(
                EventTexts.Time(Property(crumb, "timestamp")),
                texts.Of(crumb, "category", MaxName) ?? texts.Of(crumb, "type", MaxName),
                texts.Of(crumb, "message", 500),
                texts.Of(crumb, "level", 20),
                texts.Flatten(Property(crumb, "data"), 10, MaxName) is { Count: > 0 } data ? data : null))
        ];
    }

    // {"values":[...]}, a list, or one object.
    static IEnumerable<JsonElement> Values(JsonElement json, string name)
    {
        var value = Property(json, name);
        var values = Property(value, "values");
        return values.ValueKind == JsonValueKind.Array ? Items(values)
            : value.ValueKind == JsonValueKind.Object ? [value]
            : Items(value);
    }

    static IEnumerable<JsonElement> Items(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : Enumerable.Empty<JsonElement>();

    static Dictionary<string, string> Merged(Dictionary<string, string> first, Dictionary<string, string> second)
    {
        foreach (var (key, value) in second)
            first.TryAdd(key, value);
        return first;
    }
}
