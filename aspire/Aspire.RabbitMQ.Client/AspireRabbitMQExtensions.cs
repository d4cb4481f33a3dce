using System.Diagnostics;
using System.Net.Sockets;
using Aspire.RabbitMQ.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Polly;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Microsoft.Extensions.Hosting;

public static class AspireRabbitMQExtensions
{
    const string SectionName = "Aspire:RabbitMQ:Client";
    const string SourceName = "Aspire.RabbitMQ.Client";
    static readonly ActivitySource Source = new(SourceName);

    public static void AddRabbitMQClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<RabbitMQClientSettings>? configureSettings = null,
        Action<ConnectionFactory>? configureConnectionFactory = null)
    {
        var settings = new RabbitMQClientSettings();
        var section = builder.Configuration.GetSection(SectionName);
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddSingleton<IConnectionFactory>(_ =>
        {
            var factory = new ConnectionFactory();
            if (!string.IsNullOrEmpty(settings.ConnectionString))
                factory.Uri = new(settings.ConnectionString);
            configureConnectionFactory?.Invoke(factory);
            return factory;
        });
        builder.Services.AddSingleton(services => Connect(services.GetRequiredService<IConnectionFactory>(), settings.MaxConnectRetryCount));

        if (!settings.DisableHealthChecks)
            builder.Services.AddHealthChecks().Add(new("RabbitMQ.Client", services => new RabbitMQHealthCheck(services), default, default));
        if (!settings.DisableTracing)
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(SourceName, "RabbitMQ.Client.*"));
    }

    // A container resolves synchronously, so the first use of IConnection waits here for the broker.
    static IConnection Connect(IConnectionFactory factory, int retries)
    {
        var pipeline = new ResiliencePipelineBuilder();
        if (retries > 0)
            pipeline.AddRetry(new()
            {
                ShouldHandle = new PredicateBuilder().Handle<SocketException>().Handle<BrokerUnreachableException>(),
                BackoffType = DelayBackoffType.Exponential,
                MaxRetryAttempts = retries,
                Delay = TimeSpan.FromSeconds(1)
            });

        using var activity = Source.StartActivity("rabbitmq connect", ActivityKind.Client);
        activity?.SetTag("messaging.system", "rabbitmq")
            .SetTag("server.address", factory.Uri.Host)
            .SetTag("server.port", factory.Uri.Port);
        return pipeline.Build().ExecuteAsync(async ct => await factory.CreateConnectionAsync(ct)).AsTask().GetAwaiter().GetResult();
    }

    sealed class RabbitMQHealthCheck(IServiceProvider services) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                return Task.FromResult(services.GetRequiredService<IConnection>().IsOpen
                    ? HealthCheckResult.Healthy()
                    : new(context.Registration.FailureStatus));
            }
#pragma warning disable CA1031 // Whatever keeps the broker from answering is the result of the check.
            catch (Exception e)
#pragma warning restore CA1031
            {
                return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, exception: e));
            }
        }
    }
}
