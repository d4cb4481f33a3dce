using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Tasks;

/// <summary>Work that comes round. Runs may overlap when one takes longer than the interval, so each claims what it works on.</summary>
public interface IScheduledWork
{
    static abstract string Name { get; }

    TimeSpan Interval { get; }

    Task RunAsync(CancellationToken ct);
}

/// <summary>Of all workers, whichever first finds the time come moves it on by the interval and does the work.</summary>
sealed partial class Schedule<TWork>(NpgsqlDataSource database, IServiceScopeFactory scopes, ILogger<Schedule<TWork>> logger) : Recurring(logger) where TWork : IScheduledWork
{
    protected override string Name => TWork.Name;

    protected override async Task RunAsync(CancellationToken ct)
    {
        TimeSpan interval;
        await using (var scope = scopes.CreateAsyncScope())
            interval = scope.ServiceProvider.GetRequiredService<TWork>().Interval;
        await database.ExecuteAsync($"insert into tasks.schedules (name) values ({TWork.Name}) on conflict do nothing", ct);
        using var timer = new PeriodicTimer(interval / 2 < TimeSpan.FromSeconds(10) ? interval / 2 : TimeSpan.FromSeconds(10));
        do
        {
            if (await database.ExecuteAsync(
                $"update tasks.schedules set next_at = now() + {interval}, started_at = now() where name = {TWork.Name} and next_at <= now()", ct) == 1)
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<TWork>().RunAsync(ct);
            }
            Works();
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
