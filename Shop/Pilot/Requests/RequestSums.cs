namespace Shop.Pilot.Requests;

/// <summary>What the requests of an interval cost together.</summary>
sealed class RequestSums
{
    public long Count { get; private set; }
    public long Slow { get; private set; }
    public long Chatty { get; private set; }
    public long Lost { get; set; }
    public long DurationUs { get; private set; }
    public long LongestUs { get; private set; }
    public Guid? LongestTrace { get; private set; }
    public long Statements { get; private set; }
    public int MostStatements { get; private set; }
    public Guid? MostStatementsTrace { get; private set; }
    public long SqlUs { get; private set; }

    /// <summary>Requests that executed one statement too often.</summary>
    public long Repeated { get; private set; }
    public int MostRepeats { get; private set; }
    public Guid? MostRepeatsTrace { get; private set; }
    public Histogram Histogram { get; } = new();

    public void Add(in RequestMeasurement request, bool isSlow, bool isChatty, bool isRepeated)
    {
        var duration = Microseconds(request.Duration);
        Count++;
        Slow += isSlow ? 1 : 0;
        Chatty += isChatty ? 1 : 0;
        DurationUs += duration;
        KeepLongest(duration, request.Trace);
        Statements += request.Statements;
        KeepMostStatements(request.Statements, request.Trace);
        SqlUs += Microseconds(request.SqlTime);
        Repeated += isRepeated ? 1 : 0;
        KeepMostRepeats(request.Repeats, request.Trace);
        Histogram.Add(duration);
    }

    public void Add(RequestIntervalRow row)
    {
        Count += row.Count;
        Slow += row.Slow;
        Chatty += row.Chatty;
        Lost += row.Lost;
        DurationUs += row.DurationUs;
        KeepLongest(row.LongestUs, row.LongestTrace);
        Statements += row.Statements;
        KeepMostStatements(row.MostStatements, row.MostStatementsTrace);
        SqlUs += row.SqlUs;
        Repeated += row.Repeated;
        KeepMostRepeats(row.MostRepeats, row.MostRepeatsTrace);
        Histogram.Add(row.Histogram);
    }

    public static long Microseconds(TimeSpan time) => Math.Clamp((long)time.TotalMicroseconds, 0, int.MaxValue);

    void KeepLongest(long duration, Guid? trace)
    {
        if (duration > LongestUs)
            (LongestUs, LongestTrace) = (duration, trace);
    }

    void KeepMostStatements(int statements, Guid? trace)
    {
        if (statements > MostStatements)
            (MostStatements, MostStatementsTrace) = (statements, trace);
    }

    void KeepMostRepeats(int repeats, Guid? trace)
    {
        if (repeats > MostRepeats)
            (MostRepeats, MostRepeatsTrace) = (repeats, trace);
    }
}
