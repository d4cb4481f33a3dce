using System.Diagnostics;

namespace Shop.Database;

/// <summary>
/// Counts the SQL statements that are executed on behalf of something, such as a request. Spans would tell as much, and
/// cost more than the rest of the monitoring.
/// </summary>
public sealed class StatementCount
{
    // Statements of a request that has many more are all of the same few.
    const int MaxTexts = 100;

    static readonly AsyncLocal<StatementCount?> Ambient = new();

    readonly List<string> _texts = [];
    long _ticks;

    public int Count { get; private set; }

    /// <summary>The sum of all statements, which may run side by side.</summary>
    public TimeSpan Time => Stopwatch.GetElapsedTime(0, _ticks);

    /// <summary>Counts the statements of the calling method and of what it calls.</summary>
    public static StatementCount Begin() => Ambient.Value = new();

    /// <summary>How often the most frequent statement was executed.</summary>
    public int MostFrequent()
    {
        lock (_texts)
            return _texts.Count == 0 ? 0 : _texts.GroupBy(text => text).Max(text => text.Count());
    }

    /// <summary>Measures one round trip until it is disposed.</summary>
    internal static RoundTrip Measure(string first, string? second = null, string? third = null)
    {
        if (Ambient.Value is not { } statements)
            return default;
        statements.Add(first, second, third);
        return new(statements, Stopwatch.GetTimestamp());
    }

    void Add(params ReadOnlySpan<string?> texts)
    {
        lock (_texts)
            foreach (var text in texts)
                if (text is not null)
                {
                    Count++;
                    if (_texts.Count < MaxTexts)
                        _texts.Add(text);
                }
    }

    internal readonly struct RoundTrip(StatementCount? statements, long started) : IDisposable
    {
        public void Dispose()
        {
            if (statements is not null)
                Interlocked.Add(ref statements._ticks, Stopwatch.GetTimestamp() - started);
        }
    }
}
