using System.Diagnostics;

namespace Shop.Tests;

/// <summary>
/// Polls for changes that raise no event, such as a process that ends or a journal that fills. A timeout shows the
/// last value.
/// </summary>
static class Eventually
{
    public static async Task<T> WaitUntilAsync<T>(
        Func<Task<T>> read, Func<T, bool> expected, TimeSpan timeout, string waitingFor)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (expected(value))
                return value;
            if (watch.Elapsed > timeout)
                throw new TimeoutException(
                    $"Timed out after {timeout.TotalSeconds} s waiting for {waitingFor}; last value: {value}");
#pragma warning disable RS0030 // This is the pause that Shop.Tests/BannedSymbols.txt refers all others to.
            await Task.Delay(25);
#pragma warning restore RS0030
        }
    }

    public static Task WaitUntilTrueAsync(Func<bool> condition, TimeSpan timeout, string waitingFor) =>
        WaitUntilAsync(() => Task.FromResult(condition()), now => now, timeout, waitingFor);
}
