using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Shop.Tests.Resilience;

/// <summary>A web server whose response depends on the number of the request, from 1.</summary>
sealed class FlakyServer : IAsyncDisposable
{
    readonly WebApplication _server;
    int _requests;

    FlakyServer(WebApplication server) => _server = server;

    public int Requests => Volatile.Read(ref _requests);

    public Uri Url => new(_server.Urls.Single());

    public static Task<FlakyServer> StartAsync(Func<int, int> status) => StartAsync((n, context) =>
    {
        context.Response.StatusCode = status(n);
        return Task.CompletedTask;
    });

    public static Task<FlakyServer> AnsweringAsync(int status, string body) => StartAsync((_, context) =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body, context.RequestAborted);
    });

    /// <summary>Accepts every request and never responds.</summary>
    public static Task<FlakyServer> SilentAsync() =>
        StartAsync((_, context) => NeverAsync(context));

    /// <summary>Returns when the caller has given up.</summary>
    public static Task NeverAsync(HttpContext context) =>
        new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);

    public static async Task<FlakyServer> StartAsync(Func<int, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var flaky = new FlakyServer(server);
        server.Run(context => answer(Interlocked.Increment(ref flaky._requests), context));
        await server.StartAsync();
        return flaky;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
