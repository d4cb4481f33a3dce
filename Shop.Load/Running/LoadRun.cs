using System.CommandLine;
using System.Globalization;
using Shop.Load.Http;
using Shop.Load.Locust;
using Shop.Load.Personas;
using Shop.Load.Reports;
using Shop.Load.Statistics;
using Shop.Load.Users;
using Shop.Load.Voice;

namespace Shop.Load.Running;

/// <summary>One run of the program, as the command line asks for it.</summary>
sealed class LoadRun(Options options, ParseResult line)
{
    // A staff account for the stock takers, where the environment has one.
    const string StaffToken = "SHOP_LOAD_STAFF_TOKEN";

    readonly TimeProvider _time = TimeProvider.System;
    readonly Recorder _recorder = new(TimeProvider.System);

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var address = line.GetValue(options.Address)!;
        var timeout = TimeSpan.FromSeconds(line.GetValue(options.Timeout));
        using var pool = new ConnectionPool(address, new(line.GetValue(options.Traced)), timeout);
        var token = Environment.GetEnvironmentVariable(StaffToken);
        var voice = line.GetValue(options.Voice);
        var kinds = PersonaKinds.All(
            token is null ? null : new(token), voice is null ? null : await Telephone.OfAsync(voice, ct));
        if (line.GetValue(options.Master) is { } master)
        {
            await WorkAsync(master, new(kinds, Connect, _time, Defects.Report), ct);
            return 0;
        }
        var (profile, name) = await ProfileAsync(ct);
        var started = _time.GetUtcNow();
        var run = new HeadlessRun(
            new(kinds, Connect, _time, Defects.Report), _recorder, profile.Weights, _time);
        var scale = line.GetValue(options.ScaleTime);
        if (line.GetValue(options.Arrivals) is > 0 and var rate)
        {
            _recorder.Duration = profile.Scaled(scale)[^1].Until;
            await new Arrivals(kinds, profile.Weights, Connect, rate, _time).RunAsync(_recorder.Duration, ct);
        }
        else
        {
            await run.RunAsync(profile.Scaled(scale), Summary.Print, ct);
        }
        var result = new RunResult(
            started.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) + $"-{name}",
            name,
            profile.Purpose,
            scale,
            address,
            started,
            Math.Round((_time.GetUtcNow() - started).TotalSeconds, 1),
            _recorder.Summaries(),
            _recorder.Total(),
            run.Timeline,
            _recorder.Failures);
        return await JudgeAsync(result, ct) && Defects.Count == 0 ? 0 : 1;

        ShopClient Connect() => new(pool, _recorder);
    }

    async Task WorkAsync(string master, Crowd crowd, CancellationToken ct)
    {
        const int usualPort = 5557;
        var parts = master.Split(':', 2);
        var port = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : usualPort;
        var node = $"{Environment.MachineName}_{Guid.CreateVersion7():N}";
        using var connection = new MasterConnection(parts[0], port, node);
        Console.Error.WriteLine($"Working for the master at {parts[0]}:{port} as {node}");
        await new LocustWorker(connection, node, crowd, _recorder, _time).RunAsync(ct);
    }

    async Task<(Profile Profile, string Name)> ProfileAsync(CancellationToken ct)
    {
        if (line.GetValue(options.Profile) is { } file)
            return (await Profile.ReadAsync(file, ct), Path.GetFileNameWithoutExtension(file.Name));
        var stage = new Profile.Part(
            line.GetValue(options.Users), line.GetValue(options.SpawnRate), line.GetValue(options.Seconds));
        return (new("Users as the command line asked for them.", [stage], options.Weights(line)), "custom");
    }

    async Task<bool> JudgeAsync(RunResult run, CancellationToken ct)
    {
        var limits = line.GetValue(options.Baselines) is { } file ? await File.ReadAllTextAsync(file.FullName, ct) : "";
        var reports = line.GetValue(options.Reports)?.FullName;
        var earlier = reports is null ? [] : await EarlierRuns.ReadAsync(reports, run, ct);
        var baseline = line.GetValue(options.Baseline) is { } name ? earlier.Find(other => other.Run == name) : null;
        var judgement = new Judge(Baselines.Read(limits)).Of(run, earlier, baseline);
        Summary.Print(run.Endpoints, run.Total);
        foreach (var sentence in judgement.Sentences)
            Console.WriteLine(sentence);
        if (reports is null)
            return judgement.Passed && (limits.Length > 0 || run.Total.Failures == 0);
        var folder = Path.Combine(reports, run.Run);
        await ReportFiles.WriteAsync(folder, run, judgement, ct);
        Console.WriteLine($"Report: {Path.Combine(folder, "report.html")}");
        return judgement.Passed;
    }
}
