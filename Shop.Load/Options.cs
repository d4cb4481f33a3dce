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
        Description = "the site or the API under test",
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

    public Option<string[]> Paths { get; } = new("--path")
    {
        Description = "every user asks for this path again and again, instead of shopping; several may be given",
        AllowMultipleArgumentsPerToken = true
    };

    public Option<double> Pause { get; } = new("--pause")
    {
        Description = "how many milliseconds pass between two requests of a user with --path, on average"
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

    public Option<int?> MetricsPort { get; } = new("--metrics-port")
    {
        Description = "serves the run's numbers to Prometheus on this port of the loopback address",
        // A resource of the graph gets its port in this way.
        DefaultValueFactory = _ =>
            int.TryParse(
                Environment.GetEnvironmentVariable("Metrics__Port"), CultureInfo.InvariantCulture, out var port)
                ? port
                : null
    };

    public Option<string> Own { get; } = new("--i-own-this")
    {
        Description = "the host of an address that is not this machine, as a promise that the shop there is yours"
    };

    public Option<Uri> Page { get; } = new("--page")
    {
        Description = "the page of a Locust master that was started with load/locustfile.py",
        Required = true,
        CustomParser = ReadAddress
    };

    public Option<int> Workers { get; } = new("--workers")
    {
        Description = "how many workers take part",
        DefaultValueFactory = _ => 1
    };

    /// <summary>Whether requests may be sent there: to this machine, or to the host that the user named.</summary>
    public static bool IsAllowed(Uri address, string? owned) =>
        address.IsLoopback || string.Equals(address.Host, owned, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The command line of a program that lets users shop, and its subcommand that leads such programs.
    /// </summary>
    public RootCommand Command(
        Func<ParseResult, CancellationToken, Task<int>> run, Func<ParseResult, CancellationToken, Task<int>> lead)
    {
        var command = new RootCommand("Lets users shop, alone or as a worker of a Locust master.")
        {
            Address, Master, Voice, Profile, ScaleTime, Users, SpawnRate, Arrivals, Seconds, Personas, Paths, Pause,
            Traced, Timeout, Reports, Baselines, Baseline, MetricsPort, Own
        };
        var leader = new Command("lead", "Leads the workers of a Locust master through a run, and writes its report.")
        {
            Page, Workers, Address, Voice, Profile, ScaleTime, Users, SpawnRate, Seconds, Personas, Traced, Timeout,
            Reports, Baselines, Baseline, Own
        };
        foreach (var option in (Option<double>[])[SpawnRate, Seconds, ScaleTime, Timeout])
        {
            option.Validators.Add(
                result => Check(result.GetValueOrDefault<double>() > 0, result, "must be more than 0"));
        }
        Workers.Validators.Add(result => Check(result.GetValueOrDefault<int>() > 0, result, "must be more than 0"));
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
        command.Validators.Add(CheckOwner);
        leader.Validators.Add(CheckOwner);
        command.SetAction(run);
        leader.SetAction(lead);
        command.Add(leader);
        return command;
    }

    void CheckOwner(CommandResult result)
    {
        if (result.GetValue(Address) is { } address && !IsAllowed(address, result.GetValue(Own)))
            result.AddError(
                $"{address.Host} is not this machine. If the shop there is yours, add --i-own-this {address.Host}.");
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
