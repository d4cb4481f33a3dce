using System.Net;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Resilience;

/// <summary>A call to a provider that responds from memory: only the cost of the layers around it remains.</summary>
[MemoryDiagnoser]
public class Calls
{
    IHost _host = null!;
    HttpClient _plain = null!;
    HttpClient _resilient = null!;

    [GlobalSetup]
    public void Start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.AddServiceDefaults();
        builder.Services.AddHttpClient("provider").ConfigurePrimaryHttpMessageHandler(() => new InstantResponse());
        _host = builder.Build();
        _resilient = _host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("provider");
        var bare = new ServiceCollection();
        bare.AddHttpClient("provider").ConfigurePrimaryHttpMessageHandler(() => new InstantResponse());
        _plain = bare.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("provider");
    }

    [Benchmark(Baseline = true)]
    public Task<HttpStatusCode> Without() => CallAsync(_plain);

    /// <summary>Includes service discovery, which is part of the same defaults.</summary>
    [Benchmark]
    public Task<HttpStatusCode> With() => CallAsync(_resilient);

    static async Task<HttpStatusCode> CallAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("http://provider.example/v3/payments"))
        {
            Headers = { { "Idempotence-Key", "1" } }
        };
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    [GlobalCleanup]
    public void Stop() => _host.Dispose();

    sealed class InstantResponse : HttpMessageHandler
    {
        // Completes asynchronously, as a real call does.
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
