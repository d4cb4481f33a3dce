using System.Diagnostics;

namespace Shop.Messaging;

/// <summary>
/// The spans of https://opentelemetry.io/docs/specs/semconv/messaging/rabbitmq/. They replace the client's own spans,
/// which stay disabled: its publish span takes the current span as parent, and the relay has only a traceparent from
/// the outbox. Its deliver span does not name the consumer, and does not show that a handler failed.
/// </summary>
static class MessagingSpans
{
    public static Activity? Publish(string topic, Guid id, string? traceParent) =>
        Start("publish", "send", ActivityKind.Producer, topic, Topology.Exchange, topic, id, traceParent);

    public static Activity? Process(string queue, string topic, Guid id, string? traceParent) =>
        Start("process", "process", ActivityKind.Consumer, queue, queue, topic, id, traceParent);

    static Activity? Start(
        string operation, string type, ActivityKind kind, string name, string destination, string topic, Guid id,
        string? traceParent)
    {
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent);
        return ShopTelemetry.Source.StartActivity($"{operation} {name}", kind, parent)?
            .SetTag("messaging.system", "rabbitmq")
            .SetTag("messaging.operation.name", operation)
            .SetTag("messaging.operation.type", type)
            .SetTag("messaging.destination.name", destination)
            .SetTag("messaging.rabbitmq.destination.routing_key", topic)
            .SetTag("messaging.message.id", id.ToString());
    }
}
