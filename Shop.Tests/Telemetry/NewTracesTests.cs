using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Trace;

namespace Shop.Tests.Telemetry;

public class NewTracesTests
{
    const int Limit = 100;

    [Fact]
    public void New_traces_are_limited_sampled_parents_are_kept_and_root_client_spans_are_dropped()
    {
        var name = $"storm-{Guid.CreateVersion7()}";
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = name });
        // Aspire's AppHost tells every host to sample everything.
        builder.Configuration.AddInMemoryCollection(
            [new("Telemetry:TracesPerSecond", $"{Limit}"), new("OTEL_TRACES_SAMPLER", "always_on")]);
        builder.AddServiceDefaults();
        using var host = builder.Build();
        using var provider = host.Services.GetRequiredService<TracerProvider>();
        using var source = new ActivitySource(name);
        int Kept(ActivityKind kind, ActivityContext parent) => Enumerable.Range(0, 1000).Count(_ =>
        {
            using var span = source.StartActivity("operation", kind, parent);
            return span?.Recorded == true;
        });

        // A thousand traces may span two seconds, and requests of other tests in this process count too.
        Assert.InRange(Kept(ActivityKind.Server, default), Limit / 2, 2 * Limit);
        var remote = new ActivityContext(
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);
        Assert.Equal(1000, Kept(ActivityKind.Server, remote));
        Assert.Equal(0, Kept(ActivityKind.Client, default));
    }
}
