using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Tasks;

/// <summary>
/// Recurring work. Runs overlap when one takes longer than the interval, so each run must claim the rows it works on.
/// </summary>
public interface IScheduledWork
{
    static abstract string Name { get; }

    TimeSpan Interval { get; }

    Task RunAsync(CancellationToken ct);
}

/// <summary>The first worker that sees a due schedule advances it by the interval and runs the work.</summary>
sealed partial class Schedule<TWork>(
    NpgsqlDataSource database,
    IServiceScopeFactory scopes,
    ILogger<Schedule<TWork>> logger) : RestartingBackgroundService(logger) where TWork : IScheduledWork
{
    static readonly TimeSpan MaxPollInterval = TimeSpan.FromSeconds(10);

    protected override string Name => TWork.Name;

    protected override async Task RunAsync(CancellationToken ct)
    {
        TimeSpan interval;
        await using (var scope = scopes.CreateAsyncScope())
            interval = scope.ServiceProvider.GetRequiredService<TWork>().Interval;
        await database.ExecuteAsync(
            $"insert into tasks.schedules (name) values ({TWork.Name}) on conflict do nothing", ct);
        var halfInterval = interval / 2;
        using var timer = new PeriodicTimer(halfInterval < MaxPollInterval ? halfInterval : MaxPollInterval);
        do
        {
            var claimed = await database.ExecuteAsync(
                $"""
                update tasks.schedules set next_at = now() + {interval}, started_at = now()
                where name = {TWork.Name} and next_at <= now()
                """, ct);
            if (claimed == 1)
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<TWork>().RunAsync(ct);
            }
            ReportRunning();
        }
        while (await timer.WaitForNextTickAsync(ct));
    }
}

public static class ScheduleServices
{
    public static void AddScheduled<TWork>(this IServiceCollection services) where TWork : class, IScheduledWork
    {
        services.AddScoped<TWork>();
        services.AddSingleton<IHostedService, Schedule<TWork>>();
    }
}
