using System.Diagnostics;

namespace Shop.Messaging;

/// <summary>
/// https://opentelemetry.io/docs/specs/semconv/messaging/rabbitmq/. The RabbitMQ client's own spans stay switched off: how they hang together differs
/// between its versions, and they know neither of the outbox nor of retries. Ours make one trace: request, publish, process, whatever that calls.
/// </summary>
static class MessagingSpans
{
    public static Activity? Publish(string topic, Guid id, string? traceParent) =>
        Start("publish", "send", ActivityKind.Producer, topic, Topology.Exchange, topic, id, traceParent);

    public static Activity? Process(string queue, string topic, Guid id, string? traceParent) =>
        Start("process", "process", ActivityKind.Consumer, queue, queue, topic, id, traceParent);

    static Activity? Start(string operation, string type, ActivityKind kind, string name, string destination, string topic, Guid id, string? traceParent)
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
