namespace Shop.Load.Running;

/// <summary>Errors of the personas themselves. They must not look like a good run.</summary>
static class Defects
{
    const int MaxPrinted = 10;

    static int _count;

    public static int Count => _count;

    public static void Report(Exception e)
    {
        var count = Interlocked.Increment(ref _count);
        if (count <= MaxPrinted)
            Console.Error.WriteLine($"A persona failed. {e}");
    }
}
