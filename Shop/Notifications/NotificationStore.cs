using Npgsql;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Notifications;

public enum Claim
{
    /// <summary>Ours to send.</summary>
    Granted,

    /// <summary>Sent before.</summary>
    Done,

    /// <summary>Somebody is sending it, or has died while doing so.</summary>
    Busy
}

public sealed class NotificationStore(NpgsqlDataSource database)
{
    // Longer than any attempt to reach a provider may take, so that two never send the same message at the same time.
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    public async Task<Claim> ClaimAsync(EmailMessage message, string provider, string template, CancellationToken ct)
    {
        var claimed = await database.ExecuteAsync(
            $"""
            insert into notifications.messages (id, kind, provider, recipient, template, status, claimed_until)
            values ({message.Id}, 'email', {provider}, {message.To}, {template}, 'sending', now() + {Lease})
            on conflict (id) do update
            set status = 'sending', provider = excluded.provider, attempts = messages.attempts + 1, claimed_until = excluded.claimed_until
            where messages.status <> 'sent' and messages.claimed_until < now()
            """, ct);
        if (claimed == 1)
            return Claim.Granted;
        return await database.ScalarAsync<bool>($"select status = 'sent' from notifications.messages where id = {message.Id}", ct) ? Claim.Done : Claim.Busy;
    }

    public static Task MarkSentAsync(InboxTransaction work, Guid id, string? providerId, CancellationToken ct) => work.Connection.ExecuteAsync(
        $"""
        update notifications.messages set status = 'sent', sent_at = now(), provider_id = {providerId}, error = null
        where id = {id} and status = 'sending'
        """, ct);

    /// <summary>Gives the claim back, so that the next attempt need not wait for it to run out.</summary>
    public Task MarkFailedAsync(Guid id, string error, CancellationToken ct) => database.ExecuteAsync(
        $"update notifications.messages set status = 'failed', claimed_until = now(), error = {error} where id = {id} and status = 'sending'", ct);
}
