using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Pilot.Errors;

namespace Shop.Web.Pilot;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Incident))]
sealed partial class OccurrenceJson : JsonSerializerContext
{
    /// <summary>What happened, or null if it was stored in another form, by an older version.</summary>
    public static Incident? Read(ErrorOccurrence occurrence)
    {
        try
        {
            return JsonSerializer.Deserialize(occurrence.Data, Default.Incident);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
