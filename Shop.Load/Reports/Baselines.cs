using System.ComponentModel.DataAnnotations;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Shop.Load.Reports;

/// <summary>What endpoints must keep under a profile (load/baselines.yml).</summary>
sealed class Baselines
{
    /// <summary>The profile whose limits hold where a profile has none of its own.</summary>
    public const string Default = "default";

    readonly Dictionary<string, Dictionary<string, Limits>> _profiles;

    Baselines(Dictionary<string, Dictionary<string, Limits>> profiles) => _profiles = profiles;

    /// <summary>The endpoint of all requests together.</summary>
    public const string Total = "all";

    /// <exception cref="ValidationException">The file says something else than limits.</exception>
    public static Baselines Read(string text)
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        try
        {
            return new(yaml.Deserialize<Dictionary<string, Dictionary<string, Limits>>>(text) ?? []);
        }
        catch (YamlException e)
        {
            throw new ValidationException($"line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    /// <summary>The limits of a profile by endpoint: its own, and the default ones for the other endpoints.</summary>
    public IReadOnlyDictionary<string, Limits> Of(string profile)
    {
        var limits = new Dictionary<string, Limits>(_profiles.GetValueOrDefault(Default) ?? []);
        foreach (var (endpoint, own) in _profiles.GetValueOrDefault(profile) ?? [])
            limits[endpoint] = own;
        return limits;
    }
}

/// <summary>A p95 in milliseconds, and failures per request. The others belong to all requests together.</summary>
sealed class Limits
{
    public double? P95 { get; set; }
    public double? ErrorRate { get; set; }

    /// <summary>The seconds after a spike until response times are as before it.</summary>
    public double? Recovery { get; set; }

    /// <summary>How much more memory a host may hold at the end than after its warm-up: 0.05 is 5 %.</summary>
    public double? MemoryGrowth { get; set; }
}
