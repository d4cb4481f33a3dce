using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shop.Calls;

namespace Shop.Voice.Line;

static class LineServices
{
    /// <summary>The line; whoever uses it registers an <see cref="Dialogue.IConversations"/>.</summary>
    public static void AddLine(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<VoiceOptions>()
            .BindConfiguration(VoiceOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<CallStore>();
        services.AddSingleton<CallRecorder>();
        services.AddSingleton<CallDirectory>();
        services.AddSingleton<CallContext>();
        services.AddSingleton<AudioSocketServer>();
        services.AddHostedService(provider => provider.GetRequiredService<CallRecorder>());
        services.AddHostedService(provider => provider.GetRequiredService<AudioSocketServer>());
        services.AddHealthChecks().AddCheck<LineHealth>("audiosocket");
    }

    sealed class LineHealth(AudioSocketServer server) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(server.Calls is { } calls
                ? HealthCheckResult.Healthy($"{calls} calls")
                : HealthCheckResult.Unhealthy("It does not listen."));
    }
}
