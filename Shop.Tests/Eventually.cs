using System.Diagnostics;

namespace Shop.Tests;

/// <summary>
/// Polls for changes that raise no event, such as a process that ends or a journal that fills. A timeout shows the
/// last value.
/// </summary>
static class Eventually
{
    public static async Task<T> WaitUntilAsync<T>(
        Func<Task<T>> read, Func<T, bool> expected, TimeSpan patience, string what)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (expected(value))
                return value;
            if (watch.Elapsed > patience)
                throw new TimeoutException(
                    $"Timed out after {patience.TotalSeconds} s waiting for {what}; last value: {value}");
            await Task.Delay(25);
        }
    }

    public static Task WaitUntilTrueAsync(Func<bool> condition, TimeSpan patience, string what) =>
        WaitUntilAsync(() => Task.FromResult(condition()), now => now, patience, what);
}
