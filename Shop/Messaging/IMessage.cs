using System.Text.Json.Serialization.Metadata;

namespace Shop.Messaging;

/// <summary>Something that has happened, in past tense. Topic and JSON are the wire: renaming the type changes neither.</summary>
public interface IMessage<TSelf> where TSelf : IMessage<TSelf>
{
    static abstract string Topic { get; }
    static abstract JsonTypeInfo<TSelf> Json { get; }
}

/// <summary>What one consumer does with one message. It may be called again for a message it has handled before, also at the same time.</summary>
public interface IMessageHandler<TMessage> where TMessage : IMessage<TMessage>
{
    /// <summary>The name of its queue and of its rows in the inbox.</summary>
    static abstract string Consumer { get; }

    Task HandleAsync(TMessage message, MessageContext context, CancellationToken ct);
}

public sealed record Subscription(string Consumer, string Topic);
