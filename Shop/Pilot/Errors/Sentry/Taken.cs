using System.Text.Json.Serialization;

namespace Shop.Pilot.Errors.Sentry;

/// <summary>The id is that of the event, in 32 hexadecimal digits.</summary>
public sealed record Taken([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id)
{
    public static Taken Of(Guid? id) => new(id?.ToString("N"));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Taken))]
public sealed partial class SentryJson : JsonSerializerContext;
