using System.Diagnostics;
using Npgsql;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Pilot.Health;

/// <summary>What only the shop itself can see: whether its messages move.</summary>
public sealed class InsideChecks(NpgsqlDataSource database, DeadLetters letters, Broker broker)
{
    // The relay publishes within a second, and consumers handle a hundred messages a second.
    static readonly TimeSpan OldestInOutbox = TimeSpan.FromMinutes(1);
    const uint LongestQueue = 1_000;

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct) =>
    [
        await RunAsync(
            "outbox",
            "Look at the workers' log: the relay does not publish. Orders are taken, but nothing follows them.",
            OutboxAsync,
            ct),
        await RunAsync(
            "dead letters",
            "Read the letters at /staff/letters, fix what made them fail, and replay them.",
            DeadLettersAsync,
            ct),
        await RunAsync(
            "queues",
            "Look at the workers' log and the traces of this consumer, or start more workers.",
            QueuesAsync,
            ct)
    ];

    async Task<string?> OutboxAsync(CancellationToken ct)
    {
        var age = (await database.QuerySingleAsync<OutboxBacklog>(OutboxBacklog.Now, ct))!.Age;
        return age > OldestInOutbox.TotalSeconds
            ? $"A message has been waiting in the outbox for {age:0} s."
            : null;
    }

    async Task<string?> DeadLettersAsync(CancellationToken ct)
    {
        var waiting = await letters.QueuesAsync(ct);
        return waiting.Count == 0
            ? null
            : $"There are {string.Join(", ", waiting.Select(queue => $"{queue.Letters} of {queue.Consumer}"))}.";
    }

    async Task<string?> QueuesAsync(CancellationToken ct)
    {
        var longest = (await broker.QueuesAsync(ct)).DefaultIfEmpty().MaxBy(queue => queue.Messages);
        return longest.Messages > LongestQueue ? $"{longest.Messages} messages wait in {longest.Queue}." : null;
    }

    static async Task<CheckResult> RunAsync(
        string name, string remedy, Func<CancellationToken, Task<string?>> check, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            return await check(ct) is { } fault
                ? Result(CheckStatus.Fail, fault, remedy)
                : Result(CheckStatus.Pass, "", null);
        }
#pragma warning disable CA1031 // Whatever prevents the check is its result.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Result(CheckStatus.Error, $"{e.GetType().Name}: {e.Message}", remedy);
        }

        CheckResult Result(CheckStatus status, string detail, string? remedy) =>
            new(name, status, (int)watch.ElapsedMilliseconds, detail, remedy, []);
    }
}
