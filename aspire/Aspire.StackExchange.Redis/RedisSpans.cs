using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

/// <summary>
/// Client spans for the commands of a traced operation. The client reports timings per "profiling context"; ours is the operation's own activity,
/// collected once it has ended. Names follow https://opentelemetry.io/docs/specs/semconv/database/redis/.
/// </summary>
sealed class RedisSpans : IProfiler, IDisposable
{
    public const string SourceName = "OpenTelemetry.Instrumentation.StackExchangeRedis";
    static readonly ActivitySource Source = new(SourceName);
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    readonly ConnectionMultiplexer _connection;
    readonly ConcurrentDictionary<Activity, bool> _operations = new();
    readonly Timer _timer;

    public RedisSpans(ConnectionMultiplexer connection)
    {
        _connection = connection;
        _timer = new(_ => Collect(), null, Interval, Interval);
    }

    public object? GetContext()
    {
        if (Activity.Current is not { Recorded: true } operation || !Source.HasListeners())
            return null;
        if (_operations.TryAdd(operation, true))
            _connection.BeginProfiling(operation);
        return operation;
    }

    public void Dispose() => _timer.Dispose();

    void Collect()
    {
        foreach (var (operation, _) in _operations)
            if (operation.IsStopped && _operations.TryRemove(operation, out _))
                foreach (var command in _connection.FinishProfiling(operation))
                    Emit(command, operation.Context);
    }

    static void Emit(IProfiledCommand command, ActivityContext parent)
    {
        using var span = Source.StartActivity(command.Command, ActivityKind.Client, parent, startTime: command.CommandCreated);
        if (span is null)
            return;
        span.SetTag("db.system.name", "redis")
            .SetTag("db.operation.name", command.Command)
            .SetTag("db.namespace", command.Db.ToString(CultureInfo.InvariantCulture));
        var (host, port) = command.EndPoint switch
        {
            IPEndPoint ip => (ip.Address.ToString(), ip.Port),
            DnsEndPoint dns => (dns.Host, dns.Port),
            _ => (null, 0)
        };
        if (host is not null)
            span.SetTag("server.address", host).SetTag("server.port", port);
        // 1.2.6 takes Stopwatch ticks for TimeSpan ticks: 100 times too long where the stopwatch counts nanoseconds.
        span.SetEndTime(command.CommandCreated + command.ElapsedTime * ((double)TimeSpan.TicksPerSecond / Stopwatch.Frequency));
    }
}
