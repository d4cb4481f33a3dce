using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Shop.Database;

namespace Shop.Tickets;

/// <summary>
/// The connections of the ticket sales. Their role has no rights on the rest of the shop, and their statements may take
/// longer than those of a request.
/// </summary>
public sealed class TicketDatabase(NpgsqlDataSource source) : IAsyncDisposable
{
    /// <summary>The name of the connection string. Without it, the shop's own is used.</summary>
    public const string Name = "tickets";

    static readonly TimeSpan StatementTimeout = TimeSpan.FromMinutes(10);

    public NpgsqlDataSource Source => source;

    public static TicketDatabase Open(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConfigureTracing(tracing => tracing.EnableFirstResponseEvent(false));
        var settings = builder.ConnectionStringBuilder;
        settings.Options = string.Join(' ', settings.Options, "-c jit=off").TrimStart();
        settings.CommandTimeout = (int)StatementTimeout.TotalSeconds;
        settings.MaxPoolSize = 8;
        settings.KeepAlive = 10;
        return new(builder.Build());
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}

public static class TicketDatabaseServices
{
    public static void AddTicketDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        var connectionString = configuration.GetConnectionString(TicketDatabase.Name) is { Length: > 0 } own
            ? own
            : configuration.GetConnectionString(ShopDatabase.Name);
        services.TryAddSingleton(_ => TicketDatabase.Open(connectionString
            ?? throw new ShopException(ErrorCode.Internal, "The connection string tickets or shopdb is missing.")));
    }
}
