using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Dashboard;

/// <summary>The gRPC service from which the dashboard reads resources and console logs, and through which it runs commands.</summary>
sealed class ResourceService(
    ResourceNotificationService notifications, ResourceLoggerService loggers, ResourceCommandService commands, IConfiguration configuration, ILoggerFactory loggerFactory, TimeProvider time) : IHttpApplication<HttpContext>, IDisposable
{
    const string Service = "/aspire.v1.DashboardService/";

    // The dashboard is read by people: what changes within a blink goes out as one message.
    static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(100);

    // A message of the dashboard's size limit (16 MB), whatever the characters are.
    const int LongestLogBatch = 2 << 20;

    readonly Interactions _interactions = new();
    readonly CancellationTokenSource _stopping = new();
    readonly DateTime _started = time.GetUtcNow().UtcDateTime;
    readonly byte[] _apiKey = Encoding.UTF8.GetBytes(configuration["AppHost:ResourceService:ApiKey"]!);
    KestrelServer? _server;

    public async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        var kestrel = new KestrelServerOptions();
        kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        // Streams stay open, and silent, as long as the dashboard does.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxRequestBodySize = null;
        // No host around it: that would listen to Ctrl-C, and be gone before the resources are.
        _server = new(Options.Create(kestrel), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggerFactory), loggerFactory);
        await _server.StartAsync(this, cancellationToken);
        return _server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_server is not null)
            await _server.StopAsync(cancellationToken);
    }

    public void Dispose()
    {
        _server?.Dispose();
        _stopping.Dispose();
    }

    HttpContext IHttpApplication<HttpContext>.CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    void IHttpApplication<HttpContext>.DisposeContext(HttpContext context, Exception? exception)
    {
    }

    async Task IHttpApplication<HttpContext>.ProcessRequestAsync(HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        var call = new GrpcCall(context, ending.Token);
        context.Response.ContentType = "application/grpc";
        if (!IsTheDashboard(context.Request))
        {
            call.Finish(GrpcStatus.Unauthenticated, "The x-resource-service-api-key is missing or wrong.");
            return;
        }
        Func<GrpcCall, Task>? method = context.Request.Path.Value switch
        {
            Service + "GetApplicationInformation" => GetApplicationInformationAsync,
            Service + "WatchResources" => WatchResourcesAsync,
            Service + "WatchResourceConsoleLogs" => WatchResourceConsoleLogsAsync,
            Service + "ExecuteResourceCommand" => ExecuteResourceCommandAsync,
            Service + "WatchInteractions" => _interactions.WatchAsync,
            _ => null,
        };
        if (method is null)
        {
            call.Finish(GrpcStatus.Unimplemented);
            return;
        }
        try
        {
            await method(call);
            call.Finish(GrpcStatus.Ok);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            if (!context.RequestAborted.IsCancellationRequested)
                call.Finish(GrpcStatus.Unavailable, "The application is stopping.");
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    bool IsTheDashboard(HttpRequest request) =>
        request.Headers["x-resource-service-api-key"] is [{ } key] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), _apiKey);

    async Task GetApplicationInformationAsync(GrpcCall call)
    {
        var name = configuration["AppHost:DashboardApplicationName"]!;
        var shortName = name.EndsWith("AppHost", StringComparison.OrdinalIgnoreCase) ? name[..^"AppHost".Length].TrimEnd('.') : name;
        await call.WriteAsync(new Wire.ApplicationInformationResponse { ApplicationName = shortName.Length > 0 ? shortName : name });
    }

    async Task WatchResourcesAsync(GrpcCall call)
    {
        // However slow the dashboard is, no more than the latest change of each resource waits for it.
        var latest = new ConcurrentDictionary<string, ResourceEvent>();
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        _ = CollectAsync();
        await call.WriteAsync(new Wire.WatchResourcesUpdate { InitialData = new() { Resources = { Take() } } });
        while (await changed.Reader.WaitToReadAsync(call.CancellationToken))
        {
            changed.Reader.TryRead(out _);
            var changes = new Wire.WatchResourcesChanges { Value = { Take().Select(resource => new Wire.WatchResourcesChange { Upsert = resource }) } };
            if (changes.Value.Count > 0)
                await call.WriteAsync(new Wire.WatchResourcesUpdate { Changes = changes });
            await Task.Delay(Blink, time, call.CancellationToken);
        }

        IEnumerable<Wire.Resource> Take()
        {
            foreach (var id in latest.Keys)
            {
                if (latest.TryRemove(id, out var change))
                    yield return change.ToMessage(_started);
            }
        }

        // What is already known is there as soon as this first waits.
        async Task CollectAsync()
        {
            try
            {
                await foreach (var change in notifications.WatchAsync(call.CancellationToken))
                {
                    latest[change.ResourceId] = change;
                    changed.Writer.TryWrite(true);
                }
            }
            catch (OperationCanceledException)
            {
            }
            finally
            {
                changed.Writer.Complete();
            }
        }
    }

    async Task WatchResourceConsoleLogsAsync(GrpcCall call)
    {
        var request = await call.ReadAsync(Wire.WatchResourceConsoleLogsRequest.Parser);
        await call.OpenAsync();
        var batches = request.SuppressFollow ? loggers.GetAllAsync(request.ResourceName) : loggers.WatchAsync(request.ResourceName);
        await foreach (var batch in batches.WithCancellation(call.CancellationToken))
        {
            var update = new Wire.WatchResourceConsoleLogsUpdate();
            var length = 0;
            foreach (var line in batch)
            {
                var text = line.Content.Length > LongestLogBatch ? line.Content[..LongestLogBatch] : line.Content;
                if ((length += text.Length) > LongestLogBatch)
                {
                    await call.WriteAsync(update);
                    (update, length) = (new(), text.Length);
                }
                update.LogLines.Add(new Wire.ConsoleLogLine { Text = text, LineNumber = line.LineNumber, IsStdErr = line.IsErrorMessage });
            }
            await call.WriteAsync(update);
        }
    }

    async Task ExecuteResourceCommandAsync(GrpcCall call)
    {
        var request = await call.ReadAsync(Wire.ResourceCommandRequest.Parser);
        var result = await ArgumentsOfAsync(request, call.CancellationToken) is { } arguments
            ? await commands.ExecuteCommandAsync(request.ResourceName, request.CommandName, new InteractionInputCollection(arguments), call.CancellationToken)
            : CommandResults.Canceled();
        await call.WriteAsync(new Wire.ResourceCommandResponse
        {
            Kind = result.Success ? Wire.ResourceCommandResponseKind.Succeeded : result.Canceled ? Wire.ResourceCommandResponseKind.Cancelled : Wire.ResourceCommandResponseKind.Failed,
            Message = result.Message ?? "",
        });
    }

    /// <summary>The dashboard's button sends none: what a command wants to know is then asked there, before it runs. Null when nobody wants to say.</summary>
    async Task<IReadOnlyList<InteractionInput>?> ArgumentsOfAsync(Wire.ResourceCommandRequest request, CancellationToken cancellationToken)
    {
        if (request.Arguments.Count > 0 || !notifications.TryGetCurrentState(request.ResourceName, out var current)
            || current?.Snapshot.Commands.FirstOrDefault(known => known.Name == request.CommandName) is not { Arguments.Count: > 0 } command)
            return [.. request.Arguments.Select(argument => new InteractionInput { Name = argument.Key, InputType = InputType.Text, Value = TextOf(argument.Value) })];
        return await _interactions.AskAsync(command.DisplayName, command.DisplayDescription, command.Arguments, cancellationToken);
    }

    static string? TextOf(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.NumberValue => value.NumberValue.ToString(CultureInfo.InvariantCulture),
        Value.KindOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        _ => null
    };
}
