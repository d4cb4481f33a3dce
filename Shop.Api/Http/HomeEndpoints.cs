using System.Reflection;
using System.Text.Json.Serialization;

namespace Shop.Api.Http;

static class HomeEndpoints
{
    static readonly Home Home = new(
        "Shop API",
        typeof(HomeEndpoints).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        new("/api/products", "/api/categories", "/health", "/alive"));

    public static void MapHome(this IEndpointRouteBuilder routes) => routes.MapGet("/", () => TypedResults.Ok(Home));
}

sealed record Home(string Name, string Version, HomeLinks Links);
sealed record HomeLinks(string Products, string Categories, string Health, string Alive);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Home))]
sealed partial class HomeJson : JsonSerializerContext;
