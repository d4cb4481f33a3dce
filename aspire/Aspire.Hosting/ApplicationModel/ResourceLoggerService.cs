using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);

/// <summary>The console of every resource: the last lines are kept, whoever watches gets those and then each new one.</summary>
public sealed class ResourceLoggerService : IDisposable
{
    const int Kept = 10_000;
    readonly ConcurrentDictionary<string, Log> _logs = new(StringComparer.OrdinalIgnoreCase);

    public ILogger GetLogger(IResource resource) => GetLogger(resource.Name);

    public ILogger GetLogger(string resourceName) => Get(resourceName);

    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => WatchAsync(resource.Name);

    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => Get(resourceName).WatchAsync(follow: true);

    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource) => GetAllAsync(resource.Name);

    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName) => Get(resourceName).WatchAsync(follow: false);

    public void Complete(IResource resource) => Complete(resource.Name);

    public void Complete(string name) => Get(name).Complete();

    public void Dispose()
    {
        foreach (var log in _logs.Values)
            log.Complete();
    }

    internal void Append(string resourceName, string line, bool isError) => Get(resourceName).Append(line, isError);

    Log Get(string resourceName) => _logs.GetOrAdd(resourceName, _ => new Log());

    sealed class Log : ILogger
    {
        readonly Lock _lock = new();
        readonly Queue<LogLine> _lines = [];
        readonly List<Channel<LogLine>> _watchers = [];
        int _lineNumber;
        bool _completed;

        public void Append(string line, bool isError)
        {
            lock (_lock)
            {
                var numbered = new LogLine(++_lineNumber, line, isError);
                _lines.Enqueue(numbered);
                if (_lines.Count > Kept)
                    _lines.Dequeue();
                foreach (var watcher in _watchers)
                    watcher.Writer.TryWrite(numbered);
            }
        }

        public void Complete()
        {
            lock (_lock)
            {
                _completed = true;
                foreach (var watcher in _watchers)
                    watcher.Writer.TryComplete();
            }
        }

        public async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(bool follow, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            // Who cannot keep up misses lines, as who comes late does, instead of having them pile up here.
            var channel = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest });
            lock (_lock)
            {
                foreach (var line in _lines)
                    channel.Writer.TryWrite(line);
                if (follow && !_completed)
                    _watchers.Add(channel);
                else
                    channel.Writer.Complete();
            }
            try
            {
                while (await channel.Reader.WaitToReadAsync(cancellationToken))
                {
                    var batch = new List<LogLine>();
                    while (channel.Reader.TryRead(out var line))
                        batch.Add(line);
                    yield return batch;
                }
            }
            finally
            {
                lock (_lock)
                    _watchers.Remove(channel);
            }
        }

        IDisposable? ILogger.BeginScope<TState>(TState state) => null;

        bool ILogger.IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Append(formatter(state, exception), logLevel >= LogLevel.Error);
            if (exception is not null)
                Append(exception.ToString(), isError: true);
        }
    }
}
