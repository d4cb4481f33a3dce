using System.Text.Json.Serialization;

namespace Shop.Tickets.Import;

/// <summary>
/// <c>Offline</c> is a folder with recorded answers, which are read instead of calling QTickets; <c>Record</c> is one
/// that they are written into. <c>From</c> asks for what has changed since that day, instead of since the last import.
/// </summary>
public sealed record ImportRequest(
    bool DryRun = false, string? Offline = null, DateOnly? From = null, string? Record = null);

/// <summary>What an import has done. It is stored with its run.</summary>
public sealed record ImportMetrics
{
    public int Answers { get; set; }

    public long Bytes { get; set; }

    /// <summary>The objects that were read, by resource.</summary>
    public SortedDictionary<string, long> Read { get; } = new(StringComparer.Ordinal);

    /// <summary>The objects whose state was new, by resource.</summary>
    public SortedDictionary<string, long> Changed { get; } = new(StringComparer.Ordinal);

    /// <summary>Objects that cannot be stored.</summary>
    public long Rejected { get; set; }

    public double Seconds { get; set; }

    [JsonIgnore]
    public string? FirstRejection { get; set; }

    [JsonIgnore]
    public long AllChanged => Changed.Values.Sum();
}

/// <summary>When it is busy, another import was running, and this one did nothing.</summary>
public sealed record ImportResult(
    Guid RunId, bool IsBusy, bool IsDryRun, ImportMetrics Metrics, DerivationResult? Derivation);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImportMetrics))]
[JsonSerializable(typeof(ImportResult))]
public sealed partial class TicketImportJson : JsonSerializerContext;
