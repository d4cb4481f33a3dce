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
        var paths = line.GetValue(options.Paths) ?? [];
        var pause = TimeSpan.FromMilliseconds(line.GetValue(options.Pause));
        var kinds = paths.Length > 0
            ? [new(nameof(PathReader), 1, (shop, _) => new PathReader(shop, paths, pause))]
            : PersonaKinds.All(
                token is null ? null : new(token), voice is null ? null : await Telephone.OfAsync(voice, ct));
        using var pauses = new PauseClock();
        var crowd = new Crowd(kinds, Connect, pauses, Defects.Report);
        await using var metrics = MetricsPage.Start(line.GetValue(options.MetricsPort), _recorder, crowd);
        if (line.GetValue(options.Master) is { } master)
        {
            await WorkAsync(master, crowd, pauses, ct);
            return 0;
        }
        var (profile, name) = await Profile.OfAsync(options, line, ct);
        var weights = paths.Length > 0 ? new Dictionary<string, int> { [nameof(PathReader)] = 1 } : profile.Weights;
        var started = _time.GetUtcNow();
        var run = new HeadlessRun(crowd, _recorder, weights, _time);
        var scale = line.GetValue(options.ScaleTime);
        var stages = profile.Scaled(scale);
        if (line.GetValue(options.Arrivals) is > 0 and var rate)
        {
            _recorder.Duration = stages[^1].Until;
            await new Arrivals(kinds, weights, Connect, rate, _time).RunAsync(_recorder.Duration, ct);
        }
        else
        {
            await run.RunAsync(stages, Summary.Print, ct);
        }
        var result = new RunResult(
            RunResult.NameOf(started, name),
            name,
            profile.Purpose,
            scale,
            address,
            started,
            Math.Round((_time.GetUtcNow() - started).TotalSeconds, 1),
            _recorder.Summaries(),
            _recorder.Total(),
            run.Timeline,
            _recorder.Failures)
        { Stages = stages };
        return await Verdict.GiveAsync(result, options, line, ct) && Defects.Count == 0 ? 0 : 1;

        ShopClient Connect() => new(pool, _recorder);
    }

    async Task WorkAsync(string master, Crowd crowd, PauseClock pauses, CancellationToken ct)
    {
        const int usualPort = 5557;
        var parts = master.Split(':', 2);
        var port = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : usualPort;
        var node = $"{Environment.MachineName}_{Guid.CreateVersion7():N}";
        using var connection = new MasterConnection(parts[0], port, node);
        ConnectionPool? pool = null;
        Console.Error.WriteLine($"Working for the master at {parts[0]}:{port} as {node}");
        await new LocustWorker(connection, node, crowd, Recruit, _recorder, _time).RunAsync(ct);
        pool?.Dispose();

        async Task<Crowd> Recruit(Assignment assignment)
        {
            pool?.Dispose();
            var timeout = TimeSpan.FromSeconds(assignment.Timeout);
            var own = pool = new(assignment.Address, new(assignment.Traced), timeout);
            var telephone = assignment.Voice is { } voice ? await Telephone.OfAsync(voice, ct) : null;
            var kinds = PersonaKinds.All(assignment.StaffToken is { } token ? new(token) : null, telephone);
            return new(kinds, () => new(own, _recorder), pauses, Defects.Report);
        }
    }
}
