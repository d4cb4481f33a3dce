using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Trace;

namespace Shop.Tests.Telemetry;

public class NewTracesTests
{
    const int Most = 100;

    [Fact]
    public void Of_a_storm_some_are_kept_of_what_was_asked_for_all_and_of_housekeeping_none()
    {
        var name = $"storm-{Guid.CreateVersion7()}";
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = name });
        // Aspire's AppHost tells every host to sample everything.
        builder.Configuration.AddInMemoryCollection(
            [new("Telemetry:TracesPerSecond", $"{Most}"), new("OTEL_TRACES_SAMPLER", "always_on")]);
        builder.AddServiceDefaults();
        using var host = builder.Build();
        using var provider = host.Services.GetRequiredService<TracerProvider>();
        using var source = new ActivitySource(name);
        int Kept(ActivityKind kind, ActivityContext parent) => Enumerable.Range(0, 1000).Count(_ =>
        {
            using var span = source.StartActivity("operation", kind, parent);
            return span?.Recorded == true;
        });

        // The storm may see the second change, and what other tests ask of servers in this process counts as well.
        Assert.InRange(Kept(ActivityKind.Server, default), Most / 2, 2 * Most);
        var remote = new ActivityContext(
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);
        Assert.Equal(1000, Kept(ActivityKind.Server, remote));
        Assert.Equal(0, Kept(ActivityKind.Client, default));
    }
}
