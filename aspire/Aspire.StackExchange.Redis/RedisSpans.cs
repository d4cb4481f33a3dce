using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

/// <summary>
/// Client spans for the commands of a traced operation, named as https://opentelemetry.io/docs/specs/semconv/database/redis/ says. They are taken around
/// the calls: with 1.2.6's own profiler switched on, a command that is sent while it is still being queued fails, and takes what is behind it along
/// (https://github.com/StackExchange/StackExchange.Redis/issues/280).
/// </summary>
#pragma warning disable CA1852 // DispatchProxy derives from it.
class RedisSpans : DispatchProxy
#pragma warning restore CA1852
{
    public const string SourceName = "OpenTelemetry.Instrumentation.StackExchangeRedis";
    static readonly ActivitySource Source = new(SourceName);

    // The commands are known by the client's names for them; these are Redis' own where the two differ most.
    static readonly Dictionary<string, string> Commands = new(StringComparer.Ordinal)
    {
        ["StringGet"] = "GET",
        ["StringSet"] = "SET",
        ["StringIncrement"] = "INCRBY",
        ["KeyDelete"] = "DEL",
        ["KeyExists"] = "EXISTS",
        ["KeyExpire"] = "EXPIRE",
        ["HashGet"] = "HGET",
        ["HashGetAll"] = "HGETALL",
        ["HashSet"] = "HSET",
        ["HashDelete"] = "HDEL",
        ["ScriptEvaluate"] = "EVAL"
    };

    object _inner = null!;
    EndPoint? _server;
    // The client hands out the same database each time, and so does this.
    KnownDatabase? _database;

    public static IConnectionMultiplexer Around(IConnectionMultiplexer connection) =>
        Around(connection, connection.GetEndPoints().FirstOrDefault());

    static T Around<T>(T inner, EndPoint? server) where T : class
    {
        var proxy = Create<T, RedisSpans>();
        var spans = (RedisSpans)(object)proxy;
        (spans._inner, spans._server) = (inner, server);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (_inner is IDatabase && Activity.Current is { Recorded: true } operation && typeof(Task).IsAssignableFrom(targetMethod!.ReturnType) && Source.HasListeners())
            return Traced(operation, targetMethod, args);
        var result = Call(targetMethod!, args);
        return result is IDatabase database && _inner is IConnectionMultiplexer ? Known(database) : result;
    }

    IDatabase Known(IDatabase database)
    {
        var known = _database;
        if (known is null || !ReferenceEquals(known.Inner, database))
            _database = known = new(database, Around(database, _server));
        return known.Traced;
    }

    Task Traced(Activity operation, MethodInfo method, object?[]? args)
    {
        var name = method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name[..^5] : method.Name;
        var command = Commands.GetValueOrDefault(name, name);
        var span = Source.StartActivity(command, ActivityKind.Client);
        span?.SetTag("db.system.name", "redis")
            .SetTag("db.operation.name", command)
            .SetTag("db.namespace", ((IDatabase)_inner).Database.ToString(CultureInfo.InvariantCulture));
        var (host, port) = _server switch
        {
            IPEndPoint ip => (ip.Address.ToString(), ip.Port),
            DnsEndPoint dns => (dns.Host, dns.Port),
            _ => (null, 0)
        };
        if (host is not null)
            span?.SetTag("server.address", host).SetTag("server.port", port);
        try
        {
            var task = (Task)Call(method, args)!;
            task.ContinueWith(ended => End(span, ended.Exception?.InnerException), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return task;
        }
        finally
        {
            // The span goes on; what the caller does meanwhile is not below it.
            Activity.Current = operation;
        }
    }

    static void End(Activity? span, Exception? failure)
    {
        if (failure is not null)
            span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", failure.GetType().FullName);
        span?.Stop();
    }

    object? Call(MethodInfo method, object?[]? args) => method.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, CultureInfo.InvariantCulture);

    sealed record KnownDatabase(IDatabase Inner, IDatabase Traced);
}
