namespace Shop.Load.Locust;

/// <summary>What a heartbeat says of this process.</summary>
sealed class ProcessLoad(TimeProvider time)
{
    TimeSpan _used = Environment.CpuUsage.TotalTime;
    long _at = time.GetTimestamp();

    public static long Memory => Environment.WorkingSet;

    /// <summary>Percent of a core since the last call.</summary>
    public double Cpu()
    {
        var (used, at) = (Environment.CpuUsage.TotalTime, time.GetTimestamp());
        var percent = 100 * (used - _used) / time.GetElapsedTime(_at, at);
        (_used, _at) = (used, at);
        return percent;
    }
}
