using Shop.Database;

namespace Shop.Messaging;

static class MessageTimeline
{
    // A loose index scan over the inbox's primary key, one lookup per consumer: the table has many millions of rows and
    // no index on message_id alone.
    static readonly Sql Consumers = Sql.Of(
        $"""
        consumers as (
            (select consumer from messaging.inbox order by consumer limit 1)
            union all
            select (select i.consumer from messaging.inbox i where i.consumer > c.consumer order by i.consumer limit 1)
            from consumers c where c.consumer is not null
        )
        """);

    /// <summary>
    /// The fate of the messages in <paramref name="messages"/> (columns message_id, topic, at, trace_id): when each was
    /// sent, which consumers handled it, and where it became a dead letter.
    /// </summary>
    public static Sql Of(Sql messages) => Sql.Of(
        $"""
        select m.at, 'message', m.topic,
            case when exists (select from messaging.outbox o where o.id = m.message_id) then 'waiting' else 'told' end,
            null, null::uuid, m.message_id::text, m.trace_id
        from {messages} m
        union all
        (with recursive {Consumers}
        select i.handled_at, 'handled', i.consumer, null, m.topic, null, m.message_id::text, m.trace_id
        from {messages} m cross join consumers c
        join messaging.inbox i on i.consumer = c.consumer and i.message_id = m.message_id)
        union all
        select d.last_failed_at, 'letter', d.consumer,
            case when d.replayed_at is not null then 'replayed'
                when d.requested_at is not null then 'requested' else 'dead' end,
            d.reason, null, d.id::text, m.trace_id
        from {messages} m join messaging.dead_letters d on d.message_id = m.message_id::text
        """);

    public static readonly Sql CountDead =
        Sql.Of($"select count(*) from messaging.dead_letters where replayed_at is null");
}
