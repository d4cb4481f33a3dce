using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Load.Voice;

namespace Shop.Load.Locust;

/// <summary>
/// What all workers of a run are told before its first user comes. A worker takes an address that is not its machine
/// only together with the host's name in <paramref name="Owned"/>, as its command line does. Callers need
/// <paramref name="Voice"/>, host:port of the telephone.
/// </summary>
sealed record Assignment(
    string Run, Uri Address, string? Owned, double Seconds, double Traced, double Timeout, string? StaffToken,
    string? Voice)
{
    /// <summary>The type of the message, and of its only field.</summary>
    public const string Message = "shop_run";

    public bool IsAllowed => Options.IsAllowed(Address, Owned)
        && (Voice is null || Telephone.TryRead(Voice, out var voice) && Options.IsAllowed(voice, Owned));

    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static Assignment Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, AssignmentJson.Default.Assignment)
                ?? throw new InvalidDataException("The assignment is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The assignment cannot be read: {e.Message}", e);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Assignment))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(MasterStatus))]
sealed partial class AssignmentJson : JsonSerializerContext;
