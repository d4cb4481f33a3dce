using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceDefaults;

namespace Shop.Tests.Resilience;

/// <summary>A host with the service defaults and what they give to its HTTP clients.</summary>
sealed class Caller : IDisposable
{
    /// <summary>The name of a client with a breaker for each part of what it calls.</summary>
    public const string InParts = "in parts";

    readonly IHost _host;

    public Caller(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(
            settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value));
        builder.AddServiceDefaults();
        builder.Services.AddHttpClient(InParts).WithBreakerPerPart();
        _host = builder.Build();
        Http = Client("");
    }

    /// <summary>Its retries come quickly, so that a test need not wait.</summary>
    public static Caller Impatient(params (string Key, string Value)[] settings) =>
        new([("HttpResilience:RetryDelay", "00:00:00.001"), .. settings]);

    public HttpClient Http { get; }

    /// <summary>Not needed to send requests, and would trace those of every other test in this process.</summary>
    public void Start() => _host.Start();

    public HttpClient Client(string name) => _host.Services.GetRequiredService<IHttpClientFactory>().CreateClient(name);

    public void Dispose()
    {
        Http.Dispose();
        _host.Dispose();
    }
}
