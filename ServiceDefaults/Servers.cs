using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shop.Database;
using Shop.Messaging;

namespace ServiceDefaults;

/// <summary>The clients of the servers that several hosts use.</summary>
public static class Servers
{
    public static void AddDatabase(this IHostApplicationBuilder builder)
    {
        builder.AddNpgsqlDataSource(ShopDatabase.Name, configureDataSourceBuilder: ShopDatabase.Configure);
        builder.Services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section);
        builder.Services.AddSingleton<SchemaCheck>();
        builder.Services.AddHealthChecks().AddCheck<SchemaCheck>("schema", tags: [Draining.ReadyTag]);
    }

    /// <summary>Without the package's health check and spans, because the shop's own know the topology.</summary>
    public static void AddBroker(this IHostApplicationBuilder builder)
    {
        builder.AddRabbitMQClient(
            Broker.Name,
            rabbit => rabbit.DisableHealthChecks = rabbit.DisableTracing = true,
            Broker.Configure);
        builder.Services.AddBroker();
    }
}
