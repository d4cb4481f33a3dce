using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Shop.Calls;

namespace Shop.Voice.Line;

/// <summary>Accepts calls from Asterisk: https://docs.asterisk.org/Configuration/Channel-Drivers/AudioSocket.</summary>
sealed partial class AudioSocketServer(
    CallContext context, IOptions<VoiceOptions> options, ILogger<AudioSocketServer> log) : BackgroundService
{
    readonly Pacer _pacer = new();
    readonly SileroWeights? _weights =
        options.Value.SpeechModel is { Length: > 0 } file ? SileroWeights.Read(file) : null;
    int _calls;

    /// <summary>The port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>Null before it listens, and after it has stopped.</summary>
    public int? Calls => Port == 0 ? null : Volatile.Read(ref _calls);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, options.Value.Port));
        listener.Listen(512);
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        LogListening(Port);
        VoiceMetrics.Begin();
        Listener = listener;
        await base.StartAsync(cancellationToken);
    }

    Socket? Listener { get; set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = Listener!;
        var calls = new List<Task>();
        try
        {
            while (true)
            {
                calls.RemoveAll(call => call.IsCompleted);
                if (await AcceptAsync(listener, stoppingToken) is { } socket)
                    calls.Add(ServeAsync(socket, stoppingToken));
            }
        }
        catch (OperationCanceledException)
        {
            Port = 0;
        }
        await Task.WhenAll(calls);
        _pacer.Dispose();
    }

    /// <summary>Null when the system has no room for another connection, or the client has gone already.</summary>
    async Task<Socket?> AcceptAsync(Socket listener, CancellationToken ct)
    {
        try
        {
            return await listener.AcceptAsync(ct);
        }
        catch (SocketException e)
        {
            VoiceMetrics.Failed("connection");
            LogNotAccepted(e);
            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
            return null;
        }
    }

    async Task ServeAsync(Socket socket, CancellationToken stopping)
    {
        // The accepting goes on.
        await Task.Yield();
        using var connection = new Connection(socket, options.Value.IdleTimeout);
        using var line = new LineReader(connection, options.Value, _weights);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(options.Value.ConnectTimeout);
        if (await line.ReadIdAsync(patience.Token) is not { } id)
        {
            VoiceMetrics.Failed("connection");
            return;
        }
        connection.Received();
        try
        {
            VoiceMetrics.CallsNow.Add(1);
            if (Interlocked.Increment(ref _calls) > options.Value.MostCalls)
                await RefuseAsync(id, connection);
            else
                await HoldAsync(id, connection, line, stopping);
        }
#pragma warning disable CA1031 // A call that fails must not end the host.
        catch (Exception e)
#pragma warning restore CA1031
        {
            VoiceMetrics.Failed("connection");
            LogFailed(e, id);
        }
        finally
        {
            Interlocked.Decrement(ref _calls);
            VoiceMetrics.CallsNow.Add(-1);
        }
    }

    async Task HoldAsync(Guid id, Connection connection, LineReader line, CancellationToken stopping)
    {
        _pacer.Add(connection);
        try
        {
            await new Call(id, connection, line, context, stopping).RunAsync();
        }
        finally
        {
            _pacer.Remove(connection);
        }
    }

    /// <summary>The dialplan goes on to an operator at once.</summary>
    async Task RefuseAsync(Guid id, Connection connection)
    {
        var at = context.Time.GetUtcNow();
        var end = new CallEnd(id, at, CallOutcome.Full, NextStop.Operator, "{}", null, "There were too many calls.");
        context.Directory.End(id, NextStop.Operator);
        await context.Recorder.AddAsync(async (store, ct) =>
        {
            await store.StartAsync(id, null, options.Value.Language, at, ct);
            await store.EndAsync(end, ct);
        });
        connection.Finish(hangUp: false);
    }

    [LoggerMessage(LogLevel.Information, "Now listening for AudioSocket on port {Port}.")]
    partial void LogListening(int port);

    [LoggerMessage(LogLevel.Error, "A connection was not accepted.")]
    partial void LogNotAccepted(Exception e);

    [LoggerMessage(LogLevel.Error, "Call {Id} failed.")]
    partial void LogFailed(Exception e, Guid id);
}
