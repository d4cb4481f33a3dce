using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Shop.Load.Personas;

namespace Shop.Load;

/// <summary>The command line.</summary>
sealed class Options
{
    public Option<Uri> Address { get; } = new("--address")
    {
        Description = "the site or the API under test; a master may name another one",
        Required = true,
        CustomParser = ReadAddress
    };

    public Option<string> Master { get; } = new("--master")
    {
        Description = "host:port of a Locust master; without it the users run on their own"
    };

    public Option<string> Voice { get; } = new("--voice")
    {
        Description = "host:port of the telephone (endpoint audiosocket of voice), which AudioSocketUser calls"
    };

    public Option<int> Users { get; } = new("--users")
    {
        Description = "how many users shop at the same time",
        DefaultValueFactory = _ => 10
    };

    public Option<double> SpawnRate { get; } = new("--spawn-rate")
    {
        Description = "how many users come a second",
        DefaultValueFactory = _ => 5
    };

    public Option<double> Arrivals { get; } = new("--arrivals")
    {
        Description = "so many activities begin a second, however slow the shop is, instead of a number of users"
    };

    public Option<FileInfo> Profile { get; } = new("--profile")
    {
        Description = "a file of load/profiles, instead of --users, --spawn-rate, --seconds and --persona"
    };

    public Option<double> ScaleTime { get; } = new("--scale-time")
    {
        Description = "shortens a profile for a rehearsal: 0.1 runs a tenth of the time",
        DefaultValueFactory = _ => 1
    };

    public Option<double> Seconds { get; } = new("--seconds")
    {
        Description = "how long the run takes",
        DefaultValueFactory = _ => 60
    };

    public Option<string[]> Personas { get; } = new("--persona")
    {
        Description = "who comes, with a weight: ShoppingUser=60; several may be given",
        AllowMultipleArgumentsPerToken = true
    };

    public Option<double> Traced { get; } = new("--traced")
    {
        Description = "the part of the requests whose traces are kept, from 0 to 1",
        DefaultValueFactory = _ => 0.01
    };

    public Option<double> Timeout { get; } = new("--timeout")
    {
        Description = "after how many seconds a request counts as failed",
        DefaultValueFactory = _ => 30
    };

    public Option<DirectoryInfo> Reports { get; } = new("--reports")
    {
        Description = "a folder: the run gets one of its own in it, and is compared with those that are there"
    };

    public Option<FileInfo> Baselines { get; } = new("--baselines")
    {
        Description = "the limits of each endpoint (load/baselines.yml)"
    };

    public Option<string> Baseline { get; } = new("--baseline-run")
    {
        Description = "the run, by the name of its folder, that this one is compared with besides the last one"
    };

    public Option<bool> Own { get; } = new("--i-own-this")
    {
        Description = "allows an address that is not this machine"
    };

    public RootCommand Command(Func<ParseResult, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand("Lets users shop, alone or as a worker of a Locust master.")
        {
            Address, Master, Voice, Profile, ScaleTime, Users, SpawnRate, Arrivals, Seconds, Personas, Traced, Timeout,
            Reports, Baselines, Baseline, Own
        };
        foreach (var option in (Option<double>[])[SpawnRate, Seconds, ScaleTime, Timeout])
        {
            option.Validators.Add(
                result => Check(result.GetValueOrDefault<double>() > 0, result, "must be more than 0"));
        }
        Users.Validators.Add(result => Check(result.GetValueOrDefault<int>() > 0, result, "must be more than 0"));
        Traced.Validators.Add(
            result => Check(result.GetValueOrDefault<double>() is >= 0 and <= 1, result, "must be from 0 to 1"));
        Personas.Validators.Add(result =>
        {
            foreach (var persona in result.GetValueOrDefault<string[]>() ?? [])
            {
                Check(
                    TryReadWeight(persona, out _, out _),
                    result,
                    $"has no persona '{persona}', e.g. ShoppingUser=60");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(Address) is { IsLoopback: false } address && !result.GetValue(Own))
                result.AddError($"{address.Host} is not this machine. If the shop there is yours, add --i-own-this.");
        });
        command.SetAction(run);
        return command;
    }

    /// <summary>The weights of the personas: those that were given, or those that each has by itself.</summary>
    public IReadOnlyDictionary<string, int> Weights(ParseResult line)
    {
        var weights = new Dictionary<string, int>();
        foreach (var persona in line.GetValue(Personas) ?? [])
        {
            if (TryReadWeight(persona, out var name, out var weight))
                weights[name] = weight;
        }
        return weights.Count > 0
            ? weights
            : PersonaKinds.Weights;
    }

    static Uri? ReadAddress(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https" })
            return address;
        result.AddError($"'{text}' is not an http or https address.");
        return null;
    }

    static bool TryReadWeight(string text, out string name, out int weight)
    {
        var parts = text.Split('=', 2);
        (name, weight) = (parts[0], 1);
        return PersonaKinds.Weights.ContainsKey(name)
            && (parts.Length == 1
                || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out weight));
    }

    static void Check(bool isRight, OptionResult result, string problem)
    {
        if (!isRight)
            result.AddError($"{result.IdentifierToken?.Value} {problem}.");
    }
}
