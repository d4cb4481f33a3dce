using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Shop.Tests.Telemetry;

public class ShutdownTimeoutTests
{
    [Theory]
    [InlineData("Development", 1)]
    [InlineData("Production", 30)]
    [InlineData("Staging", 30)]
    public void A_deployed_host_finishes_what_it_has_begun(string environment, int seconds)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = environment });
        builder.AddServiceDefaults();
        using var host = builder.Build();

        var timeout = host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;

        Assert.Equal(TimeSpan.FromSeconds(seconds), timeout);
    }
}
