using System.Net;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Resilience;

/// <summary>One call to a provider that answers at once, from memory: what is left is what stands around it.</summary>
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
        builder.Services.AddHttpClient("provider").ConfigurePrimaryHttpMessageHandler(() => new Answering());
        _host = builder.Build();
        _resilient = _host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("provider");
        var bare = new ServiceCollection();
        bare.AddHttpClient("provider").ConfigurePrimaryHttpMessageHandler(() => new Answering());
        _plain = bare.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("provider");
    }

    [Benchmark(Baseline = true)]
    public Task<HttpStatusCode> Without() => CallAsync(_plain);

    /// <summary>With service discovery too, which the same defaults bring.</summary>
    [Benchmark]
    public Task<HttpStatusCode> With() => CallAsync(_resilient);

    static async Task<HttpStatusCode> CallAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("http://provider.example/v3/payments")) { Headers = { { "Idempotence-Key", "1" } } };
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    [GlobalCleanup]
    public void Stop() => _host.Dispose();

    sealed class Answering : HttpMessageHandler
    {
        // Not at once in the same breath: a call that really waits has to be continued.
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
