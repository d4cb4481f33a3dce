using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

public static class AspireRedisExtensions
{
    const string SectionName = "Aspire:StackExchange:Redis";

    public static void AddRedisClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        var settings = new StackExchangeRedisSettings();
        var section = builder.Configuration.GetSection(SectionName);
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddSingleton<IConnectionMultiplexer>(_ =>
        {
            if (string.IsNullOrEmpty(settings.ConnectionString))
                throw new InvalidOperationException($"No endpoints specified. Ensure a valid connection string was provided in 'ConnectionStrings:{connectionName}'.");
            var options = ConfigurationOptions.Parse(settings.ConnectionString);
            // A server that is not there yet is waited for, not an error, unless the connection string says otherwise.
            options.AbortOnConnectFail = settings.ConnectionString.Contains("abortConnect=true", StringComparison.OrdinalIgnoreCase);
            configureOptions?.Invoke(options);
            var connection = ConnectionMultiplexer.Connect(options);
            return settings.DisableTracing ? connection : RedisSpans.Around(connection);
        });

        if (!settings.DisableTracing)
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(RedisSpans.SourceName));
        if (!settings.DisableHealthChecks)
            builder.Services.AddHealthChecks().Add(new("StackExchange.Redis", services => new RedisHealthCheck(services), default, default));
    }

    sealed class RedisHealthCheck(IServiceProvider services) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await services.GetRequiredService<IConnectionMultiplexer>().GetDatabase().PingAsync().WaitAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
#pragma warning disable CA1031 // Whatever keeps the server from answering is the result of the check.
            catch (Exception e)
#pragma warning restore CA1031
            {
                return new(context.Registration.FailureStatus, exception: e);
            }
        }
    }
}
