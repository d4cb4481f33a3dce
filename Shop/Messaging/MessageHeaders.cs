using System.Collections;
using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace Shop.Messaging;

/// <summary>
/// Message headers. Failures are counted here because the broker counts only the redeliveries that it makes itself.
/// </summary>
static class MessageHeaders
{
    public const string TraceParent = "traceparent";
    const string Attempts = "x-attempts";
    const string FirstFailedAt = "x-first-failed-at";
    const string LastFailedAt = "x-last-failed-at";
    const string FailureReason = "x-reason";

    // Set by the broker: why it removed a message from its queue, and how often it has delivered the message. The count
    // differs between deliveries.
    const string BrokerReason = "x-first-death-reason";
    const string DeliveryCount = "x-delivery-count";

    public static string? Text(IReadOnlyBasicProperties properties, string name)
    {
        if (properties.Headers?.TryGetValue(name, out var value) != true)
            return null;
        return value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value?.ToString();
    }

    public static int FailedAttempts(IReadOnlyBasicProperties properties) =>
        int.TryParse(Text(properties, Attempts), CultureInfo.InvariantCulture, out var attempts) ? attempts : 0;

    public static BasicProperties AfterFailure(
        IReadOnlyBasicProperties properties, int attempts, string reason, DateTimeOffset now) =>
        new(properties)
        {
            Headers = new Dictionary<string, object?>(properties.Headers ?? new Dictionary<string, object?>())
            {
                [Attempts] = attempts,
                [FirstFailedAt] = Text(properties, FirstFailedAt) ?? now.ToString("O"),
                [LastFailedAt] = now.ToString("O"),
                [FailureReason] = reason.Length > 1000 ? reason[..1000] : reason
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

    public static string? Reason(IReadOnlyBasicProperties properties) =>
        Text(properties, FailureReason) ?? Text(properties, BrokerReason);

    public static (DateTimeOffset First, DateTimeOffset Last) FailedBetween(
        IReadOnlyBasicProperties properties, DateTimeOffset now)
    {
        var last = Time(properties, LastFailedAt) ?? now;
        return (Time(properties, FirstFailedAt) ?? last, last);
    }

    /// <summary>The headers as text, without the delivery count: the same for every delivery of the message.</summary>
    public static Dictionary<string, string> All(IReadOnlyBasicProperties properties) =>
        (properties.Headers ?? new Dictionary<string, object?>())
            .Where(header => header.Key != DeliveryCount)
            .ToDictionary(header => header.Key, header => Text(header.Value));

    static DateTimeOffset? Time(IReadOnlyBasicProperties properties, string name)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal;
        return DateTimeOffset.TryParse(Text(properties, name), CultureInfo.InvariantCulture, Styles, out var time)
            ? time.ToUniversalTime()
            : null;
    }

    static string Text(object? value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        IDictionary table => string.Join(", ", table.Keys.Cast<object>().Select(key => $"{key}: {Text(table[key])}")),
        IEnumerable list and not string => string.Join("; ", list.Cast<object?>().Select(Text)),
        _ => $"{value}"
    };
}
