using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shop.Database;

namespace Shop.Messaging;

/// <summary>A worker says here that it is alive, for as long as it is.</summary>
sealed class Heartbeat(NpgsqlDataSource database, ILogger<Heartbeat> logger) : Recurring(logger)
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
            Works();
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Also those that were killed and could not say so.
        await database.ExecuteAsync(
            $"delete from messaging.workers where instance = {_instance} or seen_at < now() - interval '1 hour'", cancellationToken);
    }
}

/// <summary>Whether any worker is.</summary>
public sealed class WorkerHealthCheck(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await database.ScalarAsync<bool>($"select exists (select from messaging.workers where seen_at > now() - interval '6 seconds')", cancellationToken)
            ? HealthCheckResult.Healthy()
            : new(context.Registration.FailureStatus, "No worker has been heard of for 6 seconds.");
}
