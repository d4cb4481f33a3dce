using System.Text.Json.Serialization.Metadata;

namespace Shop.Messaging;

/// <summary>
/// An event, named in the past tense. Topic and JSON are the wire format: renaming the type changes neither.
/// </summary>
public interface IMessage<TSelf> where TSelf : IMessage<TSelf>
{
    static abstract string Topic { get; }
    static abstract JsonTypeInfo<TSelf> Json { get; }
}

/// <summary>Handles one message type for one consumer. It may get the same message again, even concurrently.</summary>
public interface IMessageHandler<TMessage> where TMessage : IMessage<TMessage>
{
    /// <summary>The name of the queue, and of the consumer in the inbox.</summary>
    static abstract string Consumer { get; }

    Task HandleAsync(TMessage message, MessageContext context, CancellationToken ct);
}

public sealed record Subscription(string Consumer, string Topic);
