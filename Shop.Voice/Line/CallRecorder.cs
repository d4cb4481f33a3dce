using System.Threading.Channels;
using Npgsql;
using Shop.Calls;

namespace Shop.Voice.Line;

/// <summary>
/// Writes the records of calls behind the calls: no caller waits for the database. While it is away, the records wait,
/// up to a limit.
/// </summary>
sealed partial class CallRecorder(CallStore store, ILogger<CallRecorder> log) : BackgroundService
{
    const int MostWaiting = 10_000;
    const int Attempts = 5;
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    readonly Channel<Entry> _entries = Channel.CreateBounded<Entry>(MostWaiting);

    /// <summary>Ends when the record is written, or is given up.</summary>
    public Task AddAsync(Func<CallStore, CancellationToken, Task> write)
    {
        var entry = new Entry(write);
        if (!_entries.Writer.TryWrite(entry))
        {
            VoiceMetrics.Failed("record");
            entry.Written.TrySetResult();
        }
        return entry.Written.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What is left when the host stops is still written.
        stoppingToken.Register(() => _entries.Writer.TryComplete());
        await foreach (var entry in _entries.Reader.ReadAllAsync(CancellationToken.None))
        {
            await WriteAsync(entry, stoppingToken);
            entry.Written.TrySetResult();
        }
    }

    async Task WriteAsync(Entry entry, CancellationToken stoppingToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await entry.Write(store, CancellationToken.None);
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                if (attempt == Attempts || stoppingToken.IsCancellationRequested)
                {
                    VoiceMetrics.Failed("record");
                    LogLost(e);
                    return;
                }
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "A record of a call could not be written.")]
    partial void LogLost(Exception e);

    sealed class Entry(Func<CallStore, CancellationToken, Task> write)
    {
        public Func<CallStore, CancellationToken, Task> Write => write;

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
