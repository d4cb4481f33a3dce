using System.Diagnostics;
using System.Text.Json;
using Shop.Database;

namespace Shop.Messaging;

public static class Outbox
{
    /// <summary>
    /// Run it in the transaction of the change that the message announces, or splice it into that statement as
    /// <c>with ..., outbox as ({Outbox.Insert(message)})</c>.
    /// </summary>
    public static Sql Insert<T>(T message) where T : IMessage<T> => Sql.Of(
        $"""
        insert into messaging.outbox (id, topic, payload, traceparent)
        values ({Guid.CreateVersion7()}, {T.Topic}, {JsonSerializer.Serialize(message, T.Json)}::json,
            {Activity.Current?.Id})
        """);

    /// <summary>
    /// Inserts the message once for each row of <paramref name="happened"/>: not at all when the change did not happen.
    /// </summary>
    public static Sql Insert<T>(T message, Sql happened) where T : IMessage<T> => Sql.Of(
        $"""
        insert into messaging.outbox (id, topic, payload, traceparent)
        select {Guid.CreateVersion7()}, {T.Topic}, {JsonSerializer.Serialize(message, T.Json)}::json,
            {Activity.Current?.Id}
        from {happened}
        """);

    /// <summary>
    /// Inserts a message for each row of <paramref name="messages"/>, which has the columns message_id, made by
    /// <see cref="Guid.CreateVersion7()"/>, and payload.
    /// </summary>
    public static Sql InsertEach<T>(Sql messages) where T : IMessage<T> => Sql.Of(
        $"""
        insert into messaging.outbox (id, topic, payload, traceparent)
        select message_id, {T.Topic}, payload, {Activity.Current?.Id} from ({messages}) happened
        """);

    /// <summary>
    /// Publishes earlier messages again, under their ids. Consumers that have handled them ignore the repetition.
    /// <paramref name="messages"/> has the columns message_id, topic, payload.
    /// </summary>
    public static Sql Repeat(Sql messages) => Sql.Of(
        $"""
        insert into messaging.outbox (id, topic, payload, traceparent)
        select message_id, topic, payload, {Activity.Current?.Id} from ({messages}) again
        on conflict do nothing
        """);
}
