using System.Diagnostics;
using Sentry.Protocol;
using Shop.Pilot.Errors;

namespace LabelledErrors;

/// <summary>
/// Runs a bug and reports what it throws in one of three ways: as Sentry's client does in each of its two modes, and as
/// a host that has no client and names frames as the runtime does.
/// </summary>
static class Reporter
{
    static readonly Recorder Enhanced = new(StackTraceMode.Enhanced);
    static readonly Recorder Original = new(StackTraceMode.Original);

    public static async Task<Incident> CatchAsync(Bug bug, Values values, int way)
    {
        try
        {
            await bug.Throw(values);
        }
#pragma warning disable CA1031 // Whatever it throws is what is wanted.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new Incident
            {
                Id = values.Id,
                At = DateTimeOffset.UnixEpoch,
                Source = ErrorSource.Host,
                Platform = "csharp",
                Transaction = bug.Route,
                Exceptions = (way % 3) switch
                {
                    0 => Enhanced.Exceptions(e),
                    1 => Original.Exceptions(e),
                    _ => Chain(e)
                }
            };
        }
        throw new InvalidOperationException($"{bug.Label} threw nothing.");
    }

    static List<ExceptionInfo> Chain(Exception outermost)
    {
        var chain = new List<ExceptionInfo>();
        for (var e = outermost; e is not null; e = e.InnerException)
            chain.Add(new(
                e.GetType().FullName!,
                e.Message,
                [.. new StackTrace(e, false).GetFrames().Select(Frame)],
                (e as Npgsql.PostgresException)?.SqlState));
        return chain;

        static IncidentFrame Frame(StackFrame frame)
        {
            var method = frame.GetMethod();
            var type = method?.DeclaringType?.FullName;
            return new(method?.Name, type, InApp: type is not null && IsInApp(type));
        }
    }

    static bool IsInApp(string type) => type.StartsWith("Bookshop", StringComparison.Ordinal)
        || type.StartsWith("Clinic", StringComparison.Ordinal)
        || type.StartsWith("Airport", StringComparison.Ordinal)
        || type.StartsWith("Program", StringComparison.Ordinal);

    // What the client would send. Its transport never runs, because each event is dropped once it is complete.
    sealed class Recorder
    {
        readonly SentryClient _client;
        SentryEvent? _last;

        public Recorder(StackTraceMode mode)
        {
            var options = new SentryOptions { Dsn = "http://key@127.0.0.1:9/1", StackTraceMode = mode };
            options.AddInAppExclude("LabelledErrors");
            options.SetBeforeSend(sent =>
            {
                _last = sent;
                return null;
            });
            _client = new(options);
        }

        public IReadOnlyList<ExceptionInfo> Exceptions(Exception e)
        {
            lock (_client)
            {
                _client.CaptureEvent(new SentryEvent(e));
                // The innermost is the first, and the newest frame is the last.
                return [.. _last!.SentryExceptions!.Reverse().Select(Info)];
            }
        }

        static ExceptionInfo Info(SentryException sent) => new(
            sent.Type!,
            sent.Value,
            [
                .. (sent.Stacktrace?.Frames ?? []).Reverse().Select(frame => new IncidentFrame(
                    frame.Function, frame.Module, frame.FileName, InApp: frame.InApp ?? true))
            ],
            sent.Mechanism?.Data.TryGetValue("SqlState", out var state) == true ? state as string : null,
            sent.Mechanism?.ParentId);
    }
}
