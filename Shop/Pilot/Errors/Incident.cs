using System.Text.Json.Serialization;

namespace Shop.Pilot.Errors;

/// <summary>
/// One occurrence of an error, from whoever reports it: normalized and scrubbed. Nothing in it is stored or grouped
/// before it was scrubbed.
/// </summary>
public sealed record Incident
{
    public required Guid Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required IncidentSource Source { get; init; }
    public IncidentLevel Level { get; init; } = IncidentLevel.Error;

    /// <summary>"csharp", "javascript" and so on, as in Sentry's protocol.</summary>
    public string? Platform { get; init; }

    /// <summary>The outermost first, and each followed by its inner ones.</summary>
    public IReadOnlyList<ExceptionInfo> Exceptions { get; init; } = [];

    /// <summary>What was logged, if it was not an exception or came with one.</summary>
    public string? Message { get; init; }

    /// <summary>The message before its parameters were filled in: "Order {Id} is late".</summary>
    public string? MessageTemplate { get; init; }

    public string? Logger { get; init; }

    /// <summary>What the page's content security policy refused.</summary>
    public PolicyViolation? Violation { get; init; }

    /// <summary>By what the client wants the incident to be grouped; "{{ default }}" stands for the shop's rules.</summary>
    public IReadOnlyList<string> Fingerprint { get; init; } = [];

    /// <summary>The route of the request, or the page.</summary>
    public string? Transaction { get; init; }

    public string? Url { get; init; }
    public string? Release { get; init; }
    public string? Environment { get; init; }

    /// <summary>Thirty-two hexadecimal digits.</summary>
    public string? TraceId { get; init; }

    /// <summary>Tells users apart and names nobody.</summary>
    public Guid? UserHash { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<Breadcrumb> Breadcrumbs { get; init; } = [];
    public IncidentRequest? Request { get; init; }
}

/// <summary>The frames are the newest first: where it was thrown, then its caller.</summary>
public sealed record ExceptionInfo(string Type, string? Value = null)
{
    /// <summary>
    /// The index of the exception that this one is an inner one of; without it, the one before. Several have the same
    /// if an AggregateException contained them.
    /// </summary>
    public int? Parent { get; init; }

    /// <summary>PostgreSQL's error code, such as 23505.</summary>
    public string? SqlState { get; init; }

    public IReadOnlyList<IncidentFrame> Frames { get; init; } = [];

    /// <summary>False if nothing caught it.</summary>
    public bool? Handled { get; init; }
}

/// <summary>
/// As Sentry's SDKs send it: the function may be a name or a whole signature, the module is the type (.NET), the file
/// is a path or an address. InApp says that the code is the reporting application's and not a library's.
/// </summary>
public sealed record IncidentFrame(
    string? Function,
    string? Module = null,
    string? File = null,
    int? Line = null,
    int? Column = null,
    bool InApp = true,
    string? Context = null);

/// <summary>The directive is "script-src-elem" and the like; what was blocked is an address or "inline".</summary>
public sealed record PolicyViolation(string Directive, string? Blocked, string? Document = null, string? Sample = null);

public sealed record Breadcrumb(DateTimeOffset? At, string? Category, string? Message, string? Level = null);

public sealed record IncidentRequest(string? Method, string? Url, IReadOnlyDictionary<string, string> Headers);

[JsonConverter(typeof(EnumNameConverter<IncidentSource>))]
public enum IncidentSource
{
    Person,
    Host,
    Browser,
    Sdk
}

[JsonConverter(typeof(EnumNameConverter<IncidentLevel>))]
public enum IncidentLevel
{
    Debug,
    Info,
    Warning,
    Error,
    Fatal
}
