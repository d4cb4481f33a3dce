using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Load.Personas;

namespace Shop.Load.Running;

/// <summary>A kind of load test: who comes, how many, and for how long (load/profiles/*.json).</summary>
sealed record Profile(string Purpose, IReadOnlyList<Profile.Part> Stages, IReadOnlyDictionary<string, int>? Personas)
{
    public sealed record Part(int Users, double SpawnRate, double Seconds);

    /// <summary>The weights of the personas: those of the profile, or those that each has by itself.</summary>
    public IReadOnlyDictionary<string, int> Weights => Personas ?? PersonaKinds.Weights;

    /// <summary>The profile that the command line names, or that it describes by itself, and its name.</summary>
    /// <exception cref="ValidationException">It cannot be run.</exception>
    public static async Task<(Profile Profile, string Name)> OfAsync(
        Options options, ParseResult line, CancellationToken ct)
    {
        var (profile, name) = line.GetValue(options.Profile) is { } file
            ? (await ReadAsync(file, ct), Path.GetFileNameWithoutExtension(file.Name))
            : (new("Users as the command line asked for them.", [StageOf(options, line)], options.Weights(line)),
                "custom");
        PersonaKinds.CheckTelephone(profile.Weights, line.GetValue(options.Voice));
        return (profile, name);
    }

    static Part StageOf(Options options, ParseResult line) =>
        new(line.GetValue(options.Users), line.GetValue(options.SpawnRate), line.GetValue(options.Seconds));

    /// <summary>Reads a profile and says what is wrong with it.</summary>
    /// <exception cref="ValidationException">It cannot be run.</exception>
    public static async Task<Profile> ReadAsync(FileInfo file, CancellationToken ct)
    {
        try
        {
            await using var stream = file.OpenRead();
            var profile = await JsonSerializer.DeserializeAsync(stream, ProfileJson.Default.Profile, ct);
            return profile?.Check() ?? throw new ValidationException("is empty");
        }
        catch (Exception e) when (e is IOException or JsonException or ValidationException)
        {
            throw new ValidationException($"{file}: {e.Message}", e);
        }
    }

    /// <summary>The stages with their ends, each shortened or stretched by the scale.</summary>
    public List<Stage> Scaled(double scale)
    {
        var until = TimeSpan.Zero;
        var stages = new List<Stage>();
        foreach (var part in Stages)
        {
            until += TimeSpan.FromSeconds(part.Seconds * scale);
            // As many users have come when the same part of the stage has passed.
            stages.Add(new(until, part.Users, part.SpawnRate / scale));
        }
        return stages;
    }

    Profile Check()
    {
        if (Stages is not { Count: > 0 })
            throw new ValidationException("There are no stages.");
        if (Stages.Any(part => part is not { Users: > 0, SpawnRate: > 0, Seconds: > 0 }))
            throw new ValidationException("users, spawn_rate and seconds of a stage must be more than 0.");
        var unknown = Weights.Keys.FirstOrDefault(name => !PersonaKinds.Weights.ContainsKey(name));
        if (unknown is not null)
            throw new ValidationException($"There is no persona {unknown}.");
        if (Weights.Values.Any(weight => weight < 0) || Weights.Values.Sum() == 0)
            throw new ValidationException("The weights of the personas must not be negative, nor all 0.");
        return this;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Profile))]
sealed partial class ProfileJson : JsonSerializerContext;
