using System.Text.Json.Serialization;

namespace Shop.Pilot.Errors;

/// <summary>
/// One occurrence of an error, whoever sent it, in one form. Its texts are scrubbed and of limited length before
/// anything else sees them. It is stored as it is, as the JSON of a sample.
/// </summary>
public sealed record Incident
{
    public required Guid Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required ErrorSource Source { get; init; }

    /// <summary>fatal, error, warning, info or debug.</summary>
    public string Level { get; init; } = "error";

    /// <summary>The language of the stack: csharp, javascript, python, …</summary>
    public string? Platform { get; init; }

    public string? Logger { get; init; }
    public string? Message { get; init; }

    /// <summary>The message with placeholders instead of its values.</summary>
    public string? MessageTemplate { get; init; }

    /// <summary>The outermost first, then what caused it.</summary>
    public IReadOnlyList<ExceptionInfo> Exceptions { get; init; } = [];

    public PolicyViolation? Violation { get; init; }

    /// <summary>What the client wants the group to be made of.</summary>
    public IReadOnlyList<string> Fingerprint { get; init; } = [];

    /// <summary>The template of the route, or the name of the work.</summary>
    public string? Transaction { get; init; }

    public string? Release { get; init; }
    public string? Environment { get; init; }
    public string? ServerName { get; init; }
    public string? TraceId { get; init; }

    /// <summary>Whom it met, as a number of <see cref="UserHash.NumberOf"/>. Only its hash is stored.</summary>
    [JsonIgnore]
    public Guid? User { get; init; }

    public string? Method { get; init; }
    public string? Url { get; init; }
    public IReadOnlyDictionary<string, string> Headers { get; init; } = Nothing;
    public IReadOnlyDictionary<string, string> Tags { get; init; } = Nothing;

    /// <summary>Contexts and extra data, flattened: <c>os.name</c>.</summary>
    public IReadOnlyDictionary<string, string> Contexts { get; init; } = Nothing;

    /// <summary>What happened before, the oldest first.</summary>
    public IReadOnlyList<Breadcrumb> Breadcrumbs { get; init; } = [];

    /// <summary>Stored beside the sample, because a page that shows samples does not show what is in them.</summary>
    [JsonIgnore]
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    [JsonIgnore]
    public string? Type => Exceptions is [var outermost, ..] ? outermost.Type : null;

    [JsonIgnore]
    public string? Value => Exceptions is [var outermost, ..] ? outermost.Value : null;

    static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();
}

/// <summary>
/// The frames begin where the exception was thrown. The SQL state is that of PostgreSQL's errors. The parent is the
/// index of the exception that contains this one, without it the one before: an AggregateException has several.
/// </summary>
public sealed record ExceptionInfo(
    string Type,
    string? Value,
    IReadOnlyList<IncidentFrame> Frames,
    string? SqlState = null,
    int? Parent = null);

/// <summary>What a page's content security policy refused: an address, or a word such as <c>inline</c>.</summary>
public sealed record PolicyViolation(string Directive, string? Blocked);

/// <summary>The context is the line of source.</summary>
public sealed record IncidentFrame(
    string? Function,
    string? Module = null,
    string? File = null,
    int? Line = null,
    int? Column = null,
    bool InApp = true,
    string? Context = null);

public sealed record Breadcrumb(
    DateTimeOffset? At,
    string? Category,
    string? Message,
    string? Level = null,
    IReadOnlyDictionary<string, string>? Data = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Incident))]
sealed partial class IncidentJson : JsonSerializerContext;
