using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults;

/// <summary>
/// <c>Pilot:LogFiles = /var/log/shop</c>: also writes the log to <c>pilot.log</c> and its errors to
/// <c>pilot_errors.log</c>, in a folder per host. A full file is renamed to <c>pilot.log.1</c>, and so on.
/// </summary>
public static class LogFiles
{
    const string Setting = "Pilot:LogFiles";
    const int MaxHosts = 20;

    public static void AddLogFiles(this IHostApplicationBuilder builder)
    {
        if (builder.Configuration[Setting] is not { Length: > 0 } directory)
            return;
        var name = builder.Environment.ApplicationName;
        // Replicas on one machine have folders of their own.
        for (var i = 1; i <= MaxHosts; i++)
        {
            try
            {
                var folder = Path.Combine(directory, i == 1 ? name : $"{name}-{i}");
                builder.Logging.AddProvider(new LogFileProvider(folder));
                return;
            }
            catch (IOException) when (i < MaxHosts)
            {
                // Another process writes there.
            }
        }
    }
}

/// <summary>
/// Two files: everything, and what is at least an error. Throws <see cref="IOException"/> if another process writes
/// there.
/// </summary>
public sealed class LogFileProvider : ILoggerProvider
{
    readonly FileStream _owner;
    readonly RotatingFile _all;
    readonly RotatingFile _errors;

    public LogFileProvider(string directory)
    {
        Directory.CreateDirectory(directory);
        _owner = new(Path.Combine(directory, ".lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        _all = new(Path.Combine(directory, "pilot.log"));
        _errors = new(Path.Combine(directory, "pilot_errors.log"));
    }

    public ILogger CreateLogger(string categoryName) => new FileLogger(this, categoryName);

    public void Dispose()
    {
        _all.Dispose();
        _errors.Dispose();
        _owner.Dispose();
    }

    sealed class FileLogger(LogFileProvider files, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{TimeProvider.System.GetUtcNow():O} {logLevel} {category} {Shop.ShopTelemetry.TraceId ?? "-"} "
                    + $"{formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}");
            files._all.Write(line);
            if (logLevel >= LogLevel.Error)
                files._errors.Write(line);
        }
    }
}
