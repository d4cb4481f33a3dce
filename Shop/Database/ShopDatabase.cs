using Npgsql;

namespace Shop.Database;

public static class ShopDatabase
{
    /// <summary>The name of the connection string.</summary>
    public const string Name = "shopdb";

    /// <summary>What the code relies on, whatever the connection string says about where.</summary>
    public static void Configure(NpgsqlDataSourceBuilder builder)
    {
        // A span says when its statement ended; an event in it for the first row would say nearly the same.
        builder.ConfigureTracing(tracing => tracing.EnableFirstResponseEvent(false));
        var settings = builder.ConnectionStringBuilder;
        // Statements are prepared on their second use: nearly twice the rate of one-row reads.
        settings.MaxAutoPrepare = 100;
        settings.AutoPrepareMinUsages = 2;
        // Left to itself, PostgreSQL plans a prepared statement with a limit anew each time, since with one it does not know it expects a tenth of the table;
        // that takes longer than executing it. Compiling plans never pays for pages of twenty rows. A pooler in between has to let `options` pass.
        settings.Options = string.Join(' ', settings.Options, "-c plan_cache_mode=force_generic_plan -c jit=off").TrimStart();
        // Nothing here changes a session's settings, so there is nothing to discard between two users of a connection.
        settings.NoResetOnClose = true;
        settings.MaxPoolSize = 24;
        // Also how long a request queues for a connection when everybody wants one: late is better than never.
        settings.Timeout = 15;
        settings.CommandTimeout = 15;
        // Half-open connections (a paused server, a cut network) are noticed while waiting for a notification.
        settings.KeepAlive = 10;
    }
}
