using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Load.Http;

/// <summary>A product as a list shows it.</summary>
sealed record ProductCard(string Id, string Name, decimal Price, string? Category, int Quantity, double? Rating);

sealed record CategoryEntry(string Name, string Slug, int ProductCount);

/// <summary>What an account or an order is found by.</summary>
sealed record Created(string Id);

sealed record SignedIn(string AccessToken);

sealed record CartOf(decimal TotalValue);

sealed record NewAccount(string Username, string Email, string Password);

sealed record Credentials(string Username, string Password);

sealed record CartLine(string ProductId, int Quantity);

sealed record ProductLine(string ProductId);

sealed record NewQuantity(int Quantity);

sealed record Problem(string? Title);

/// <summary>The parts of the HTTP contract that personas use.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<ProductCard>))]
[JsonSerializable(typeof(List<CategoryEntry>))]
[JsonSerializable(typeof(Created))]
[JsonSerializable(typeof(SignedIn))]
[JsonSerializable(typeof(CartOf))]
[JsonSerializable(typeof(NewAccount))]
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(CartLine))]
[JsonSerializable(typeof(ProductLine))]
[JsonSerializable(typeof(NewQuantity))]
[JsonSerializable(typeof(Problem))]
sealed partial class LoadJson : JsonSerializerContext
{
    /// <exception cref="InvalidDataException">The body is something else.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, type)
                ?? throw new InvalidDataException("The answer has no content.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The answer is not the JSON that the contract promises: {e.Message}", e);
        }
    }

    public static byte[] Write<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);
}
