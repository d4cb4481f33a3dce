using Npgsql;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Notifications;

public enum Claim
{
    /// <summary>The caller sends it.</summary>
    Granted,

    /// <summary>Already sent, or permanently failed.</summary>
    Done,

    /// <summary>Another caller is sending it, or died while sending it.</summary>
    Busy
}

public sealed class NotificationStore(NpgsqlDataSource database)
{
    // Longer than the timeout of one provider, so that two callers never send the same message at the same time.
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A first attempt may come from a replayed dead letter, so it is granted even after an earlier permanent failure.
    /// </summary>
    public async Task<Claim> ClaimAsync(
        Notification message, string provider, int attempt, CancellationToken ct)
    {
        var recipient = Sql.Of($"(select {message.Recipient} as recipient, {message.UserId} as user_id)");
        if (await database.ExecuteAsync(ClaimWith(message, recipient, provider, attempt), ct) == 1)
            return Claim.Granted;
        var status = await database.ScalarAsync<string>(
            $"select status from notifications.messages where id = {message.Id}", ct);
        return EnumNames.Find<NotificationStatus>(status) switch
        {
            NotificationStatus.Sent => Claim.Done,
            NotificationStatus.Failed when attempt > 1 => Claim.Done,
            _ => Claim.Busy
        };
    }

    /// <summary>
    /// Changes one row if it grants the claim. The recipient, with the columns recipient and user_id, may be read by
    /// the same statement.
    /// </summary>
    internal static Sql ClaimWith(Notification message, Sql recipient, string provider, int attempt) => Sql.Of(
        $"""
        insert into notifications.messages
            (id, kind, provider, recipient, template, language, order_id, user_id, status, claimed_until, trace_id)
        select {message.Id}, {message.Kind.Spelling()}, {provider}, r.recipient, {message.Template},
            {message.Language}, {message.OrderId}, r.user_id, 'sending', now() + {Lease}, {ShopTelemetry.TraceId}
        from {recipient} r
        on conflict (id) do update
        set status = 'sending', provider = excluded.provider, attempts = messages.attempts + 1,
            claimed_until = excluded.claimed_until
        where messages.status <> 'sent' and (messages.status <> 'failed' or {attempt == 1})
            and messages.claimed_until < now()
        """);

    /// <summary>Extends the claim and records the next provider.</summary>
    public Task PassOnAsync(Guid id, string provider, string error, CancellationToken ct) => database.ExecuteAsync(
        $"""
        update notifications.messages
        set provider = {provider}, attempts = attempts + 1, claimed_until = now() + {Lease}, error = {error}
        where id = {id} and status = 'sending'
        """, ct);

    /// <summary>The message whose handling ends with this is recorded in the same statement.</summary>
    public async Task MarkSentAsync(Guid id, string? providerId, MessageContext? handled, CancellationToken ct)
    {
        var record = handled is null ? Sql.Of($"") : Sql.Of($"with {handled.RecordWith(Sql.Of($"(select)"))}");
        await database.ExecuteAsync(
            $"""
            {record}
            update notifications.messages
            set status = 'sent', sent_at = now(), provider_id = {providerId}, error = null
            where id = {id} and status = 'sending'
            """, ct);
        handled?.Recorded();
    }

    /// <summary>Releases the claim, so that the next attempt need not wait for it to expire.</summary>
    public Task MarkFailedAsync(Guid id, string error, bool isFinal, CancellationToken ct)
    {
        var status = isFinal ? NotificationStatus.Failed : NotificationStatus.Retrying;
        return database.ExecuteAsync(
            $"""
            update notifications.messages
            set status = {status.Spelling()}, claimed_until = now(), error = {error}
            where id = {id} and status = 'sending'
            """, ct);
    }

    public Task<List<NotificationReport>> OfOrderAsync(Guid order, CancellationToken ct) =>
        database.QueryAsync<NotificationReport>(
            $"""
            select {NotificationReport.Columns} from notifications.messages
            where order_id = {order} order by created_at, kind
            """, ct);

    /// <summary>The notifications that were sent to an account, newest first.</summary>
    public Task<List<NotificationReport>> OfUserAsync(Guid user, CancellationToken ct) =>
        database.QueryAsync<NotificationReport>(
            $"""
            select {NotificationReport.Columns} from notifications.messages
            where user_id = {user} order by created_at desc
            """, ct);

    internal static Sql Old(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"notifications.messages"), Sql.Of($"created_at < now() - {age}"));

    /// <summary>The row stays, so that the notification is not sent again, without the address.</summary>
    internal static Sql Forget(Guid user, string email) => Sql.Of(
        $"""
        update notifications.messages set recipient = '', user_id = null, error = null
        where user_id = {user} or lower(recipient) = lower({email})
        """);

    internal static Sql Timeline(Guid order) => Sql.Of(
        $"""
        select coalesce(m.sent_at, m.created_at), 'notification', m.template, m.status,
            concat_ws(' · ', m.kind, m.provider, m.recipient, m.error), null, m.id::text, m.trace_id
        from notifications.messages m where m.order_id = {order}
        """);
}
