using System.CommandLine;
using Shop.Load.Locust;
using Shop.Load.Reports;
using Shop.Load.Running;

namespace Shop.Load.Leading;

/// <summary>The subcommand that leads workers through a run: what <c>./dev load</c> starts.</summary>
sealed class Lead(Options options, ParseResult line)
{
    // Not on the command line, where everybody could read its password.
    const string ConnectionString = "ConnectionStrings__shopdb";

    readonly TimeProvider _time = TimeProvider.System;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var (profile, name) = await Profile.OfAsync(options, line, ct);
        var address = line.GetValue(options.Address)!;
        var (scale, started) = (line.GetValue(options.ScaleTime), _time.GetUtcNow());
        var stages = profile.Scaled(scale);
        var run = RunResult.NameOf(started, name);
        using var master = new MasterPage(line.GetValue(options.Page)!);
        await using var shop = Shop(address);
        var token = shop is null ? null : await shop.PrepareAsync(ct);
        var led = new LedRun(master, line.GetValue(options.Workers), Summary.Print, _time);
        var assignment = new Assignment(
            run,
            address,
            line.GetValue(options.Own),
            stages[^1].Until.TotalSeconds,
            line.GetValue(options.Traced),
            line.GetValue(options.Timeout),
            token,
            line.GetValue(options.Voice));
        Inside? inside = null;
        RunResult result;
        try
        {
            var recordings = await led.RunAsync(stages, new(profile.Weights, assignment), ct);
            result = new(
                run,
                name,
                profile.Purpose,
                scale,
                address,
                started,
                Math.Round((_time.GetUtcNow() - started).TotalSeconds, 1),
                recordings.Endpoints,
                recordings.Total,
                recordings.Timeline(LocustWorker.Step.TotalSeconds),
                recordings.Failures)
            { Stages = stages, Troubles = led.Troubles };
        }
        finally
        {
            // Also if the run came to nothing: the account of the stock takers is there already.
            if (shop is not null)
            {
                Console.Error.WriteLine("Removing the traces of the run");
                (inside, var removed) = await shop.CleanUpAsync(CancellationToken.None);
                Console.Error.WriteLine(removed);
            }
        }
        var passed = await Verdict.GiveAsync(result with { Inside = inside }, options, line, CancellationToken.None);
        return passed ? 0 : 1;
    }

    ShopUnderTest? Shop(Uri address)
    {
        if (Environment.GetEnvironmentVariable(ConnectionString) is { Length: > 0 } connection)
            return new(address, connection, Directory.GetCurrentDirectory(), _time);
        Console.Error.WriteLine(
            "Without the shop's database, the run's accounts stay, sold goods stay sold, and nobody takes stock.");
        return null;
    }
}
