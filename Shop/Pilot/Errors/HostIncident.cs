using System.Diagnostics;
using Npgsql;
using Shop.Pilot.Errors.Sentry;

namespace Shop.Pilot.Errors;

/// <summary>An exception of one of the shop's hosts as an incident.</summary>
public static class HostIncident
{
    const int MaxExceptions = 10;
    const int MaxFrames = 50;
    const int MaxText = 4000;

    public static Incident Of(Failure failure, string? release, string environment, DateTimeOffset at)
    {
        var texts = new EventTexts();
        var exceptions = new List<ExceptionInfo>();
        Add(failure.Exception, null);
        return new()
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            Source = ErrorSource.Host,
            Platform = "csharp",
            Exceptions = exceptions,
            Transaction = texts.Take(failure.Work, 200),
            Release = release,
            Environment = environment,
            ServerName = AppDomain.CurrentDomain.FriendlyName,
            TraceId = failure.TraceId,
            User = failure.User is { } user ? UserHash.NumberOf($"{user}") : null,
            Tags = new Dictionary<string, string> { ["module"] = failure.Module }
        };

        void Add(Exception exception, int? parent)
        {
            if (exceptions.Count == MaxExceptions)
                return;
            var index = exceptions.Count;
            exceptions.Add(new(
                exception.GetType().FullName!,
                texts.Take(exception.Message, MaxText),
                Frames(exception),
                (exception as PostgresException)?.SqlState,
                parent));
            if (exception is AggregateException { InnerExceptions: var inner })
                foreach (var one in inner)
                    Add(one, index);
            else if (exception.InnerException is { } only)
                Add(only, null);
        }
    }

    static List<IncidentFrame> Frames(Exception exception) =>
    [
        .. from frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames().Take(MaxFrames)
           let method = frame.GetMethod()
           let type = method?.DeclaringType?.FullName
           select new IncidentFrame(
               method?.Name,
               type,
               Path.GetFileName(frame.GetFileName()),
               frame.GetFileLineNumber() is > 0 and var line ? line : null,
               InApp: type?.StartsWith("Shop.", StringComparison.Ordinal) == true)
    ];
}
