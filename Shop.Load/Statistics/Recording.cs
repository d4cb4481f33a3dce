using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Load.Statistics;

/// <summary>
/// What one worker measured in a run. It has histograms and not percentiles, because only those of several workers can
/// be added up. A histogram is a list of pairs: a time in microseconds and its count.
/// </summary>
sealed record Recording(
    string Run,
    IReadOnlyList<RecordedEndpoint> Endpoints,
    IReadOnlyList<RecordedPoint> Points,
    IReadOnlyList<RequestFailure> Failures)
{
    public string ToJson() => JsonSerializer.Serialize(this, RecordingJson.Default.Recording);

    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static Recording Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RecordingJson.Default.Recording)
                ?? throw new InvalidDataException("The recording is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The recording cannot be read: {e.Message}", e);
        }
    }
}

/// <summary>The requests of one name, with a histogram for each part of the run that had any.</summary>
sealed record RecordedEndpoint(
    string Method, string Name, long Failures, long Bytes, SortedDictionary<int, long[]> Parts);

/// <summary>One step of the time line: how many users there were at its end, and the requests in it.</summary>
sealed record RecordedPoint(int Users, long Failures, long[] Times);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Recording))]
sealed partial class RecordingJson : JsonSerializerContext;
