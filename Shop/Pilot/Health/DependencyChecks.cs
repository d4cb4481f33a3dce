using System.Text.Json;

namespace Shop.Pilot.Health;

/// <summary>What the API says about the servers that it needs: <c>{"status":"Healthy","postgres":true}</c>.</summary>
static class DependencyChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        Of("database", "postgres", "Start PostgreSQL, and look at its log, its disk and its connections."),
        Of("cache", "redis", "Start Redis, and look at its log and its memory: carts and sign-ins are kept there."),
        Of("broker", "rabbitmq", "Start RabbitMQ, and look at its log. Orders are still taken; mails, parcels wait."),
        Of("workers", "worker", "Start the workers: nobody sends mails, ships orders or returns money.")
    ];

    static Check Of(string name, string dependency, string remedy) => new(name, remedy, async (probe, ct) =>
    {
        // 503 while any of them is missing: this check fails only for its own.
        var answer = await probe.SendAsync("GET", "/api/health", null, [200, 503], ct);
        if (probe.Faults.Count > 0 || probe.Json(answer) is not { } health)
            return;
        if (health.ValueKind != JsonValueKind.Object || !health.TryGetProperty(dependency, out var isThere))
            probe.Fault($"{answer.Request} does not say how {dependency} is.");
        else if (isThere.ValueKind != JsonValueKind.True)
            probe.Fault($"{answer.Request} says that {dependency} is not available.");
    });
}
