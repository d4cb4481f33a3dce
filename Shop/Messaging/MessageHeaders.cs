using System.Collections;
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
    const string Why = "x-reason";

    // The broker's own: why it took a message out of its queue by itself, and how often it had delivered it, which differs from delivery to delivery.
    const string BrokersReason = "x-first-death-reason";
    const string Deliveries = "x-delivery-count";

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
            [Why] = reason.Length > 1000 ? reason[..1000] : reason
        }
    };

    public static BasicProperties ForReplay(string? id, string topic, string? traceParent) => new()
    {
        Persistent = true,
        ContentType = "application/json",
        MessageId = id,
        Type = topic,
        Headers = traceParent is null ? null : new Dictionary<string, object?> { [TraceParent] = traceParent }
    };

    public static string? Reason(IReadOnlyBasicProperties properties) => Text(properties, Why) ?? Text(properties, BrokersReason);

    public static (DateTimeOffset First, DateTimeOffset Last) FailedBetween(IReadOnlyBasicProperties properties, DateTimeOffset now)
    {
        var last = Time(properties, LastFailedAt) ?? now;
        return (Time(properties, FirstFailedAt) ?? last, last);
    }

    /// <summary>As text, the same for every delivery of the message.</summary>
    public static Dictionary<string, string> All(IReadOnlyBasicProperties properties) =>
        (properties.Headers ?? new Dictionary<string, object?>())
            .Where(header => header.Key != Deliveries).ToDictionary(header => header.Key, header => Text(header.Value));

    static DateTimeOffset? Time(IReadOnlyBasicProperties properties, string name) =>
        DateTimeOffset.TryParse(Text(properties, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;

    static string Text(object? value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        IDictionary table => string.Join(", ", table.Keys.Cast<object>().Select(key => $"{key}: {Text(table[key])}")),
        IEnumerable list and not string => string.Join("; ", list.Cast<object?>().Select(Text)),
        _ => $"{value}"
    };
}
