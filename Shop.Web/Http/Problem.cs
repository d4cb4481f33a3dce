using System.Text.Json.Serialization;

namespace Shop.Web.Http;

/// <summary>What the pages need of a refusal's problem details.</summary>
sealed record Problem(string? Title, string? Detail, Dictionary<string, string[]>? Errors);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Problem))]
sealed partial class ProblemJson : JsonSerializerContext;
