using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceDefaults;

namespace Shop.Tests.Resilience;

/// <summary>A host with HTTP clients that use the service defaults.</summary>
sealed class Caller : IDisposable
{
    /// <summary>The name of a client with a circuit breaker for each part of the API that it calls.</summary>
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

    /// <summary>Retries almost at once, so that tests need not wait.</summary>
    public static Caller Impatient(params (string Key, string Value)[] settings) =>
        new([("HttpResilience:RetryDelay", "00:00:00.001"), .. settings]);

    public HttpClient Http { get; }

    /// <summary>Not needed to send requests. It would trace those of all tests in this process.</summary>
    public void Start() => _host.Start();

    public HttpClient Client(string name) => _host.Services.GetRequiredService<IHttpClientFactory>().CreateClient(name);

    public void Dispose()
    {
        Http.Dispose();
        _host.Dispose();
    }
}
