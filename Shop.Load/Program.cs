using System.CommandLine;
using Shop.Load;
using Shop.Load.Http;
using Shop.Load.Locust;
using Shop.Load.Personas;
using Shop.Load.Running;
using Shop.Load.Statistics;
using Shop.Load.Users;

var options = new Options();
return await options.Command(RunAsync).Parse(args).InvokeAsync();

async Task<int> RunAsync(ParseResult line, CancellationToken ct)
{
    var recorder = new Recorder(TimeProvider.System);
    using var pool = new ConnectionPool(
        line.GetValue(options.Address)!,
        new(line.GetValue(options.Traced)),
        TimeSpan.FromSeconds(line.GetValue(options.Timeout)));
    // A staff account for the stock takers, where the environment has one.
    var token = Environment.GetEnvironmentVariable("SHOP_LOAD_STAFF_TOKEN");
    var kinds = PersonaKinds.All(token is null ? null : new(token));
    var crowd = new Crowd(kinds, () => new(pool, recorder), TimeProvider.System, Defects.Report);

    if (line.GetValue(options.Master) is { } master)
    {
        var (host, port) = Split(master);
        var node = $"{Environment.MachineName}_{Guid.CreateVersion7():N}";
        using var connection = new MasterConnection(host, port, node);
        Console.Error.WriteLine($"Working for the master at {host}:{port} as {node}");
        await new LocustWorker(connection, node, crowd, recorder, TimeProvider.System).RunAsync(ct);
        return 0;
    }

    var seconds = TimeSpan.FromSeconds(line.GetValue(options.Seconds));
    var weights = options.Weights(line);
    if (line.GetValue(options.Arrivals) is > 0 and var rate)
    {
        await new Arrivals(kinds, weights, () => new(pool, recorder), rate, TimeProvider.System).RunAsync(seconds, ct);
    }
    else
    {
        var stage = new Stage(seconds, line.GetValue(options.Users), line.GetValue(options.SpawnRate));
        await new HeadlessRun(crowd, recorder, weights, TimeProvider.System).RunAsync([stage], Summary.Print, ct);
    }
    Summary.Print(recorder.Summaries(), recorder.Total());
    if (line.GetValue(options.Json) is { } file)
        await Summary.WriteAsync(file, recorder.Summaries(), recorder.Total());
    return recorder.Total().Failures == 0 && Defects.Count == 0 ? 0 : 1;
}

static (string Host, int Port) Split(string master)
{
    const int usualPort = 5557;
    var parts = master.Split(':', 2);
    return (parts[0], parts.Length > 1 && int.TryParse(parts[1], out var port) ? port : usualPort);
}
