using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Shop.Database;

/// <summary>
/// Whether every migration of this version has been applied: before that, a host is not ready. A newer schema is ready
/// for an older host too, which is how a deployment is rolled back.
/// </summary>
public sealed class SchemaCheck(NpgsqlDataSource database) : IHealthCheck
{
    volatile bool _isComplete;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (_isComplete)
            return HealthCheckResult.Healthy();
        var applied = await database.QueryAsync<AppliedMigration>(
            $"select name, checksum from public.migrations", cancellationToken);
        var missing = Migrator.Names.Except(applied.Select(migration => migration.Name)).FirstOrDefault();
        _isComplete = missing is null;
        return _isComplete ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"{missing} is not applied.");
    }
}
