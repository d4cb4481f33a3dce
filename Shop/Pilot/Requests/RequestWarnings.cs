using Microsoft.Extensions.Logging;

namespace Shop.Pilot.Requests;

/// <summary>Warns about slow and chatty requests, once per route and hour in each process.</summary>
public sealed partial class RequestWarnings(ILogger<RequestWarnings> logger, TimeProvider time)
{
    // A client of Sentry's protocol chooses the names of its transactions.
    const int MaxRoutes = 2_000;

    readonly HashSet<(RequestSource Source, string Method, string Route, bool IsSlow)> _warned = [];
    DateTime _hour;

    public void Add(in RequestMeasurement request, bool isSlow, bool isChatty)
    {
        var hour = RequestStep.Hour.Start(time.GetUtcNow().UtcDateTime);
        if (hour != _hour)
            _warned.Clear();
        _hour = hour;
        if (isSlow && IsFirst(request, true))
            LogSlow(
                request.Method,
                request.Route,
                request.Source.Spelling(),
                request.Duration.TotalSeconds,
                request.Statements,
                request.SqlTime.TotalSeconds,
                request.Trace?.ToString("N"));
        if (isChatty && IsFirst(request, false))
            LogChatty(
                request.Method,
                request.Route,
                request.Source.Spelling(),
                request.Statements,
                request.Repeats,
                request.Trace?.ToString("N"));
    }

    bool IsFirst(in RequestMeasurement request, bool isSlow) =>
        _warned.Count < MaxRoutes && _warned.Add((request.Source, request.Method, request.Route, isSlow));

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Slow request: {Method} {Route} ({Source}) took {Seconds:0.00} s, with {Statements} SQL statements "
            + "in {SqlSeconds:0.00} s; trace {Trace}")]
    partial void LogSlow(
        string method, string route, string source, double seconds, int statements, double sqlSeconds, string? trace);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Chatty request: {Method} {Route} ({Source}) executed {Statements} SQL statements, "
            + "one of them {Repeats} times; trace {Trace}")]
    partial void LogChatty(string method, string route, string source, int statements, int repeats, string? trace);
}
