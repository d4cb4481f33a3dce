namespace Aspire.Hosting.Dashboard;

/// <summary>The gRPC service from which the dashboard reads resources and console logs, and through which it runs commands.</summary>
sealed class ResourceService
{
    public Task<string> StartAsync(CancellationToken cancellationToken) => Task.FromResult("http://127.0.0.1:9");

    public Task StopAsync() => Task.CompletedTask;
}
