using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace Shop.Messaging;

/// <summary>What a message carries besides its body. Failures are counted here because the broker counts only what it redelivers itself.</summary>
static class MessageHeaders
{
    public const string TraceParent = "traceparent";
    const string Attempts = "x-attempts";
    const string FirstFailedAt = "x-first-failed-at";
    const string LastFailedAt = "x-last-failed-at";
    const string Reason = "x-reason";

    public static string? Text(IReadOnlyBasicProperties properties, string name) =>
        properties.Headers?.TryGetValue(name, out var value) != true ? null : value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value?.ToString();

    public static int FailedAttempts(IReadOnlyBasicProperties properties) =>
        int.TryParse(Text(properties, Attempts), CultureInfo.InvariantCulture, out var attempts) ? attempts : 0;

    public static BasicProperties AfterFailure(IReadOnlyBasicProperties properties, int attempts, string reason, DateTimeOffset now) => new(properties)
    {
        Headers = new Dictionary<string, object?>(properties.Headers ?? new Dictionary<string, object?>())
        {
            [Attempts] = attempts,
            [FirstFailedAt] = Text(properties, FirstFailedAt) ?? now.ToString("O"),
            [LastFailedAt] = now.ToString("O"),
            [Reason] = reason.Length > 1000 ? reason[..1000] : reason
        }
    };
}
