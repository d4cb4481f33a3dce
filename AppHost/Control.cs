using System.Text.Json;
using AppHost.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AppHost;

/// <summary>What `./dev status`, `wait`, `logs`, `start`, `stop`, `fault` talk to: a Unix socket that only its owner can open.</summary>
sealed class Control(Graph graph, DistributedApplicationModel model, ResourceCommandService commands, ResourceLoggerService logs, FaultDesk faults, IConfiguration configuration, IHostApplicationLifetime lifetime) : IHostedService
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    WebApplication? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration["control"] is not { Length: > 0 } socket)
            return;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        File.Delete(socket);
        _server = builder.Build();
        _server.MapGet("/status", () => Microsoft.AspNetCore.Http.Results.Json(graph.Resources.Select(resource => new { resource.Name, resource.Id, resource.State, Health = resource.Health?.ToString(), resource.Status, resource.HealthyAfter, resource.Addresses }), Json));
        _server.MapGet("/table", () => string.Concat(graph.Resources.Select(resource => $"{resource.Name,-12}{resource.Status,-14}{resource.Address}\n")));
        _server.MapGet("/connections/{name}", ConnectionAsync);
        _server.MapGet("/wait", WaitAsync);
        _server.MapGet("/logs/{name}", LogsAsync);
        _server.MapPost("/resources/{name}/{command}", ExecuteAsync);
        _server.MapGet("/faults", (CancellationToken ct) => faults.DescribeAsync(ct));
        _server.MapPost("/faults/{provider}/{kind}", AddFaultAsync);
        _server.MapDelete("/faults/{provider}", ClearFaultsAsync);
        _server.MapPost("/stop", () => lifetime.StopApplication());
        await _server.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is null)
            return;
        // Open log streams end here rather than hold up the rest.
        await _server.DisposeAsync();
    }

    /// <summary>With its password, for who owns the graph: `psql` and the benchmarks.</summary>
    async Task ConnectionAsync(HttpContext context, string name)
    {
        var connection = model.Resources.OfType<IResourceWithConnectionString>().FirstOrDefault(resource => resource.Name == name);
        context.Response.StatusCode = connection is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        await context.Response.WriteAsync(connection is null ? $"'{name}' has no connection string.\n" : $"{await connection.GetConnectionStringAsync(context.RequestAborted)}\n");
    }

    async Task WaitAsync(HttpContext context)
    {
        await foreach (var _ in graph.WatchAsync(context.RequestAborted))
        {
            if (graph.AllHealthy || graph.AnyFailed)
                break;
        }
        context.Response.StatusCode = graph.AllHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await context.Response.WriteAsync(graph.AllHealthy ? "all healthy\n" : string.Concat(graph.Resources.Where(resource => resource.Failed).Select(resource => $"{resource.Name} {resource.Status}\n")));
    }

    async Task LogsAsync(HttpContext context, string name, bool follow = false)
    {
        var instances = graph.Resources.Where(resource => resource.Name == name || resource.Id == name).ToList();
        if (instances.Count == 0)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync($"There is no resource '{name}'; there are: {string.Join(' ', graph.Resources.Select(resource => resource.Name).Distinct())}\n");
            return;
        }
        using var turn = new SemaphoreSlim(1);
        await Task.WhenAll(instances.Select(async instance =>
        {
            var prefix = instances.Count > 1 ? $"[{instance.Id}] " : "";
            await foreach (var lines in (follow ? logs.WatchAsync(instance.Id) : logs.GetAllAsync(instance.Id)).WithCancellation(context.RequestAborted))
            {
                await turn.WaitAsync(context.RequestAborted);
                await context.Response.WriteAsync(string.Concat(lines.Select(line => $"{prefix}{line.Content}\n")), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                turn.Release();
            }
        }));
    }

    async Task ExecuteAsync(HttpContext context, string name, string command)
    {
        var instances = graph.Resources.Where(resource => resource.Name == name || resource.Id == name).ToList();
        var results = await Task.WhenAll(instances.Select(instance => commands.ExecuteCommandAsync(instance.Id, command, context.RequestAborted)));
        var failed = results.FirstOrDefault(result => !result.Success);
        context.Response.StatusCode = results.Length > 0 && failed is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        await context.Response.WriteAsync(results.Length == 0 ? $"There is no resource '{name}'.\n" : failed is null ? $"{command} {name}: done\n" : $"{command} {name}: {failed.Message}\n");
    }

    Task AddFaultAsync(HttpContext context, string provider, string kind, string? @for, string? rate) =>
        AnswerAsync(context, () => faults.AddAsync(provider, kind, @for, rate, context.RequestAborted));

    Task ClearFaultsAsync(HttpContext context, string provider) => AnswerAsync(context, () => faults.ClearAsync(provider, context.RequestAborted));

    async Task AnswerAsync(HttpContext context, Func<Task> command)
    {
        try
        {
            await command();
            await context.Response.WriteAsync(await faults.DescribeAsync(context.RequestAborted));
        }
        catch (Exception e) when (e is DistributedApplicationException or HttpRequestException)
        {
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await context.Response.WriteAsync($"{e.Message}\n");
        }
    }
}
