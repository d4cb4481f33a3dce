using Npgsql;

namespace Shop.Database;

public static class ShopDatabase
{
    /// <summary>The name of the connection string.</summary>
    public const string Name = "shopdb";

    /// <summary>
    /// Connections of one process. All replicas of a rolling deployment together stay below the database's limit
    /// (`DeploymentTests`).
    /// </summary>
    public const int MaxPoolSize = 24;

    /// <summary>Applies the settings that the code relies on, whatever the connection string contains.</summary>
    public static void Configure(NpgsqlDataSourceBuilder builder)
    {
        // Otherwise the metrics of the pool have the connection string as its name.
        builder.Name = Name;
        // The end of a span already shows the duration; an event for the first row would add little.
        builder.ConfigureTracing(tracing => tracing.EnableFirstResponseEvent(false));
        var settings = builder.ConnectionStringBuilder;
        // Statements are prepared on their second use: that nearly doubles the rate of one-row reads.
        settings.MaxAutoPrepare = 100;
        settings.AutoPrepareMinUsages = 2;
        // By default PostgreSQL plans a prepared statement with a limit parameter again on each execution, because the
        // generic plan assumes a tenth of the table; planning takes longer than the execution. JIT compilation never
        // pays for pages of twenty rows. A connection pooler in between must pass `options` through.
        settings.Options = string
            .Join(' ', settings.Options, "-c plan_cache_mode=force_generic_plan -c jit=off")
            .TrimStart();
        // The code never changes session settings, so a returned connection needs no reset.
        settings.NoResetOnClose = true;
        settings.MaxPoolSize = MaxPoolSize;
        // Also the maximum wait for a pooled connection: under load, a late answer is better than an error.
        settings.Timeout = 15;
        settings.CommandTimeout = 15;
        // Detects half-open connections (a paused server, a cut network) while waiting for a notification.
        settings.KeepAlive = 10;
    }
}
