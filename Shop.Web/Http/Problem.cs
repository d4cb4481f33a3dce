using System.Text.Json.Serialization;

namespace Shop.Web.Http;

/// <summary>The part of problem details (RFC 9457) that the pages use.</summary>
sealed record Problem(string? Title, string? Detail, Dictionary<string, string[]>? Errors);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Problem))]
sealed partial class ProblemJson : JsonSerializerContext;
