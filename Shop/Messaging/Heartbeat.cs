using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shop.Database;

namespace Shop.Messaging;

/// <summary>Records in the database that this worker is alive.</summary>
sealed class Heartbeat(NpgsqlDataSource database, ILogger<Heartbeat> logger) : RestartingBackgroundService(logger)
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    readonly string _instance = $"{Environment.MachineName}/{Environment.ProcessId}";

    protected override async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            await database.ExecuteAsync(
                $"""
                insert into messaging.workers (instance) values ({_instance})
                on conflict (instance) do update set seen_at = now()
                """, ct);
            ReportRunning();
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Also removes workers that were killed and could not remove their own row.
        await database.ExecuteAsync(
            $"""
            delete from messaging.workers
            where instance = {_instance} or seen_at < now() - interval '1 hour'
            """, cancellationToken);
    }
}

/// <summary>Healthy while at least one worker reports.</summary>
public sealed class WorkerHealthCheck(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default)
    {
        var isAlive = await database.ScalarAsync<bool>(
            $"select exists (select from messaging.workers where seen_at > now() - interval '6 seconds')",
            cancellationToken);
        return isAlive
            ? HealthCheckResult.Healthy()
            : new(context.Registration.FailureStatus, "No worker has reported for 6 seconds.");
    }
}
