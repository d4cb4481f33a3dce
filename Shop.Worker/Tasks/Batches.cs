namespace Shop.Worker.Tasks;

/// <summary>Work on rows that are claimed in batches, until none is due.</summary>
static class Batches
{
    const int Size = 50;

    /// <summary>
    /// Handles the rows of a batch in parallel: a slow answer of a provider must not delay the others, and there are
    /// most of them when a provider fails.
    /// </summary>
    public static async Task HandleAllAsync<T>(Func<int, Task<List<T>>> claim, Func<T, Task> handle)
    {
        List<T> batch;
        do
        {
            batch = await claim(Size);
            await Task.WhenAll(batch.Select(handle));
        }
        while (batch.Count == Size);
    }
}
