using System.Diagnostics;

namespace Shop.Tests;

/// <summary>For what tells nobody when it changes (a process that ends, a journal that fills): asks until it is so, or says what it last saw.</summary>
static class Eventually
{
    public static async Task<T> BecomesAsync<T>(Func<Task<T>> read, Func<T, bool> expected, TimeSpan patience, string what)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (expected(value))
                return value;
            if (watch.Elapsed > patience)
                throw new TimeoutException($"{what} did not come true within {patience.TotalSeconds} s; last seen: {value}");
            await Task.Delay(25);
        }
    }

    public static Task BecomesTrueAsync(Func<bool> condition, TimeSpan patience, string what) =>
        BecomesAsync(() => Task.FromResult(condition()), now => now, patience, what);
}
