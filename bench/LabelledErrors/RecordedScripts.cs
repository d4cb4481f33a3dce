using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Pilot.Errors;

namespace LabelledErrors;

/// <summary>
/// Errors that scripts threw in V8, as the parser of @sentry/browser read their stacks. <c>Scripts/record.mjs</c> ran
/// them as they were written, and as two builds of two minifiers.
/// </summary>
static class RecordedScripts
{
    public static IEnumerable<Labelled> Read(string name)
    {
        using var file = typeof(RecordedScripts).Assembly.GetManifestResourceStream(name)!;
        var recorded = JsonSerializer.Deserialize(file, RecordedJson.Default.ListRecorded)!;
        return from error in recorded
               from value in error.Values
               select new Labelled(error.Label, Incident(error, value));
    }

    static Incident Incident(Recorded error, string value) => new()
    {
        Id = Guid.CreateVersion7(),
        At = DateTimeOffset.UnixEpoch,
        Source = ErrorSource.Browser,
        Platform = "javascript",
        Exceptions =
        [
            new(error.Type, value,
            [
                .. error.Frames.AsEnumerable().Reverse().Select(frame => new IncidentFrame(
                    frame.Function, null, frame.Filename, frame.Lineno, frame.Colno, frame.InApp ?? true))
            ])
        ]
    };
}

sealed record Recorded(string Label, string Type, List<string> Values, List<RecordedFrame> Frames);

sealed record RecordedFrame(string? Function, string? Filename, int? Lineno, int? Colno, bool? InApp);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<Recorded>))]
sealed partial class RecordedJson : JsonSerializerContext;
