using System.Collections.Concurrent;
using Shop.Load.Http;
using Shop.Load.Users;
using Stopwatch = System.Diagnostics.Stopwatch;

namespace Shop.Load.Running;

/// <summary>
/// The open model: users arrive at a rate, however slow the shop is. Each arrival is one activity of a user, and its
/// first request is measured from the moment when the arrival was due, so that a slow answer cannot hide the requests
/// that it held back.
/// </summary>
sealed class Arrivals(
    IReadOnlyList<PersonaKind> kinds,
    IReadOnlyDictionary<string, int> weights,
    Func<ShopClient> connect,
    double perSecond,
    TimeProvider time)
{
    readonly ConcurrentBag<Arrival> _idle = [];

    public async Task RunAsync(TimeSpan duration, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        List<Task> visits = [];
        // Random gaps, as independent people leave them.
        for (var due = Gap(); due < duration && !ct.IsCancellationRequested; due += Gap())
        {
            var early = due - Stopwatch.GetElapsedTime(began);
            if (early > TimeSpan.FromMilliseconds(1))
                await Task.Delay(early, time, ct)
                    .ContinueWith(_ => { }, CancellationToken.None, default, TaskScheduler.Default);
            var dueAt = began + (long)(due.TotalSeconds * Stopwatch.Frequency);
            visits.Add(VisitAsync(dueAt, ct));
            if (visits.Count > 10_000)
                visits.RemoveAll(visit => visit.IsCompleted);
        }
        await Task.WhenAll(visits);
    }

    TimeSpan Gap() => TimeSpan.FromSeconds(-Math.Log(1 - Random.Shared.NextDouble()) / perSecond);

    Arrival Create()
    {
        var left = Random.Shared.Next(weights.Values.Sum());
        var kind = kinds.First(kind => (left -= weights.GetValueOrDefault(kind.Name)) < 0);
        var client = connect();
        return new(kind.Create(client, Random.Shared), client);
    }

    async Task VisitAsync(long dueAt, CancellationToken ct)
    {
        var arrival = _idle.TryTake(out var waiting) ? waiting : Create();
        try
        {
            arrival.Client.DueAt = dueAt;
            if (!arrival.HasArrived)
            {
                await arrival.Persona.ArriveAsync(ct);
                arrival.HasArrived = true;
            }
            else
            {
                await arrival.Activities.Choose(Random.Shared).DoAsync(ct);
            }
        }
        catch (RequestFailedException)
        {
            // It is in the report.
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The run ends.
        }
        finally
        {
            if (arrival.Persona.Stays)
                _idle.Add(arrival);
        }
    }
}

/// <summary>A user who may come again.</summary>
sealed class Arrival(Persona persona, ShopClient client)
{
    IReadOnlyList<Activity>? _activities;

    public Persona Persona => persona;
    public ShopClient Client => client;
    public bool HasArrived { get; set; }
    public IReadOnlyList<Activity> Activities => _activities ??= persona.Activities;
}
