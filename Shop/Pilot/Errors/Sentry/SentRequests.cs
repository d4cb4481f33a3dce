using System.Globalization;
using System.Text.Json;
using Shop.Pilot.Requests;

namespace Shop.Pilot.Errors.Sentry;

/// <summary>
/// Reads what SDKs measured, requests of other programs and pages in browsers. The spans of database statements are
/// counted and added up, and not kept. There are two forms:
/// <code>
/// transaction  {"transaction":"GET /cart","start_timestamp":1.5,"timestamp":1.7,"contexts":{"trace":{
///              "op":"http.server","status":"ok","trace_id":"…"}},
///              "spans":[{"op":"db.query","description":"select 1",…}]}
/// span         {"version":2,"items":[{"name":"/cart","is_segment":true,"span_id":"…","start_timestamp":1.5,
///              "end_timestamp":1.7,"status":"ok","attributes":{"sentry.op":{"type":"string","value":"pageload"}}}]}
/// </code>
/// </summary>
static class SentRequests
{
    const int MaxRoute = 200;
    const int MaxOperation = 40;
    const string NoName = "(none)";
    const string Server = "http.server";

    static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    // The numbers of Sentry's names. What is not listed is a failure.
    static readonly Dictionary<string, short> Statuses = new()
    {
        ["ok"] = 200,
        ["invalid_argument"] = 400,
        ["failed_precondition"] = 400,
        ["out_of_range"] = 400,
        ["unauthenticated"] = 401,
        ["permission_denied"] = 403,
        ["not_found"] = 404,
        ["already_exists"] = 409,
        ["aborted"] = 409,
        ["resource_exhausted"] = 429,
        ["cancelled"] = 499,
        ["unimplemented"] = 501,
        ["unavailable"] = 503,
        ["deadline_exceeded"] = 504
    };

    /// <summary>Null without a beginning and an end.</summary>
    public static RequestMeasurement? OfTransaction(JsonElement json, DateTimeOffset now)
    {
        var contexts = SentryEvent.Property(json, "contexts");
        var trace = SentryEvent.Property(contexts, "trace");
        var statements = new Statements();
        var spans = SentryEvent.Property(json, "spans");
        if (spans.ValueKind == JsonValueKind.Array)
        {
            foreach (var span in spans.EnumerateArray())
                statements.Add(
                    Text(span, "op"),
                    Text(SentryEvent.Property(span, "data"), "db.system"),
                    Text(span, "description"),
                    Duration(span, "timestamp"));
        }
        var status = Number(SentryEvent.Property(contexts, "response"), "status_code")
            ?? Number(SentryEvent.Property(trace, "data"), "http.response.status_code");
        return Of(
            json,
            "timestamp",
            now,
            Text(json, "transaction"),
            Text(trace, "op"),
            Text(SentryEvent.Property(json, "request"), "method"),
            Text(SentryEvent.Property(json, "transaction_info"), "source"),
            StatusOf(status, Text(trace, "status")),
            SentryEvent.UserOf(SentryEvent.Property(json, "user")),
            Text(trace, "trace_id"),
            statements);
    }

    /// <summary>The segments among the spans. A statement names its segment, which comes with the same item.</summary>
    public static List<RequestMeasurement> OfSpans(JsonElement json, DateTimeOffset now)
    {
        var items = SentryEvent.Property(json, "items");
        if (items.ValueKind != JsonValueKind.Array)
            return [];
        var statements = new Dictionary<string, Statements>();
        var segments = new List<JsonElement>();
        foreach (var span in items.EnumerateArray())
        {
            if (SentryEvent.Property(span, "is_segment").ValueKind == JsonValueKind.True)
                segments.Add(span);
            else if (Attribute(span, "sentry.segment.id") is { } segment)
            {
                if (!statements.TryGetValue(segment, out var all))
                    statements.Add(segment, all = new());
                all.Add(
                    Attribute(span, "sentry.op"),
                    Attribute(span, "db.system.name") ?? Attribute(span, "db.system"),
                    Attribute(span, "db.query.text") ?? Text(span, "name"),
                    Duration(span, "end_timestamp"));
            }
        }
        return
        [
            .. from span in segments
               let request = Of(
                   span,
                   "end_timestamp",
                   now,
                   Text(span, "name"),
                   Attribute(span, "sentry.op"),
                   Attribute(span, "http.request.method"),
                   Attribute(span, "sentry.segment.name.source") ?? Attribute(span, "sentry.source"),
                   StatusOf(Number(Attribute(span, "http.response.status_code")), Text(span, "status")),
                   Attribute(span, "user.id") ?? Attribute(span, "user.email") ?? Attribute(span, "user.name"),
                   Text(span, "trace_id"),
                   Text(span, "span_id") is { } id && statements.TryGetValue(id, out var own) ? own : new())
               where request is not null
               select request.Value
        ];
    }

    static RequestMeasurement? Of(
        JsonElement json,
        string end,
        DateTimeOffset now,
        string? name,
        string? operation,
        string? method,
        string? source,
        short status,
        string? user,
        string? trace,
        Statements statements)
    {
        if (Duration(json, end) is not { } duration)
            return null;
        var texts = new EventTexts();
        var what = Cut(texts.Take(operation, MaxOperation)) ?? "OTHER";
        name = string.IsNullOrWhiteSpace(name) ? NoName : name.Trim();
        // "GET /cart", or "/cart" with the method elsewhere.
        if (Array.Find(Methods, one => name.StartsWith($"{one} ", StringComparison.Ordinal)) is { } first)
            (method, name) = (first, name[(first.Length + 1)..].Trim());
        else
            method = operation == Server && method is not null && Methods.Contains(method) ? method : what;
        return new()
        {
            Source = RequestSource.Sdk,
            Method = method,
            Route = RouteOf(name, source, texts),
            Status = status,
            At = SentryEvent.TimeOf(SentryEvent.Property(json, end), now).UtcDateTime,
            Duration = duration,
            Statements = statements.Count,
            Repeats = statements.MostFrequent,
            SqlTime = statements.Time,
            User = user is null ? null : Guid.TryParse(user, out var id) ? id : UserHash.NumberOf(user),
            Trace = Guid.TryParseExact(trace, "N", out var known) ? known : null
        };
    }

    // A name that is an address has ids in it, and there is no end of them: /orders/42 becomes /orders/*.
    static string RouteOf(string name, string? source, EventTexts texts)
    {
        var path = name.Split('?', '#')[0];
        if (source is "url" or null)
        {
            path = string.Join(
                '/', path.Split('/').Select(part => part.Any(char.IsAsciiDigit) && !part.Contains('{') ? "*" : part));
        }
        return texts.Url(path, MaxRoute) is { Length: > 0 } route ? route : NoName;
    }

    static string? Cut(string? operation) =>
        operation?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? first : null;

    // An SDK sees an exception before the response has its code: 200 and internal_error.
    static short StatusOf(short? code, string? status)
    {
        var named = status is null ? (short)200 : Statuses.GetValueOrDefault(status, (short)500);
        return code is { } number && (number >= named || status is "unknown" or "unset") ? number : named;
    }

    static TimeSpan? Duration(JsonElement json, string end) =>
        EventTexts.Time(SentryEvent.Property(json, "start_timestamp")) is { } start
        && EventTexts.Time(SentryEvent.Property(json, end)) is { } stop
            ? TimeSpan.FromTicks(Math.Clamp((stop - start).Ticks, 0, Longest.Ticks))
            : null;

    static string? Text(JsonElement json, string name) =>
        EventTexts.Raw(SentryEvent.Property(json, name)) is { Length: > 0 } text ? text : null;

    static short? Number(JsonElement json, string name) => Number(Text(json, name));

    static short? Number(string? text) =>
        short.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is >= 100 and < 600
            ? number
            : null;

    static string? Attribute(JsonElement span, string name) => Text(
        SentryEvent.Property(SentryEvent.Property(span, "attributes"), name), "value");

    /// <summary>What the database statements of one request cost.</summary>
    sealed class Statements
    {
        readonly Dictionary<string, int> _byText = [];

        public int Count { get; private set; }
        public int MostFrequent { get; private set; }
        public TimeSpan Time { get; private set; }

        public void Add(string? operation, string? system, string? text, TimeSpan? duration)
        {
            if (!IsStatement(operation) || system is "redis" or "mongodb" or "memcached")
                return;
            Count++;
            Time += duration ?? TimeSpan.Zero;
            var times = _byText[text ?? ""] = _byText.GetValueOrDefault(text ?? "") + 1;
            MostFrequent = Math.Max(MostFrequent, times);
        }

        // Opening a connection, compiling a query and a transaction are spans of their own.
        static bool IsStatement(string? operation) => operation switch
        {
            "db" or "db.query" or "db.sql" or "db.sql.query" or "db.sql.execute" or "db.sql.prepared" => true,
            _ => false
        };
    }
}
