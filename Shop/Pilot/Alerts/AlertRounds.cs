using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.Pilot.Errors;

namespace Shop.Pilot.Alerts;

/// <summary>
/// Decides in rounds which mails the team gets: an urgent alert by itself as long as the hour has mails left, all that
/// remain in one summary with its last mail, and the rest in the digest of the day. A decision and its mail are one
/// transaction, and one worker at a time has a round, so nothing is mailed twice or forgotten.
/// </summary>
public sealed class AlertRounds(
    NpgsqlDataSource database,
    IOptions<AlertOptions> options,
    AlertTexts texts,
    TimeProvider time)
{
    const int DigestLines = 5;

    static readonly TimeSpan Moscow = TimeSpan.FromHours(3);
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public bool IsOn => options.Value.To.Length > 0;

    /// <summary>What a consumer executes once for a message.</summary>
    public static Sql Note(ErrorChanged message, Sql first) => AlertQueries.Note(message, first);

    public async Task RunAsync(CancellationToken ct)
    {
        if (!IsOn)
            return;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Until the end of the transaction. Another worker has the next round.
        if (!await connection.ScalarAsync<bool>($"select pg_try_advisory_xact_lock(hashtext('pilot.alerts'))", ct))
            return;
        await connection.ExecuteAsync(AlertQueries.NoteSpikes(options.Value), ct);
        await connection.ExecuteAsync(AlertQueries.DropSilent, ct);
        var left = options.Value.MostPerHour - await MailedAsync(connection, ct);
        if (left > 0)
            left -= await MailUrgentAsync(connection, left, ct);
        if (left > 0)
            await MailDigestAsync(connection, ct);
        await transaction.CommitAsync(ct);
    }

    static async Task<int> MailedAsync(NpgsqlConnection connection, CancellationToken ct) =>
        (int)await connection.ScalarAsync<long>(
            $"select count(*) from pilot.alert_mails where created_at > now() - {Hour}", ct);

    async Task<int> MailUrgentAsync(NpgsqlConnection connection, int left, CancellationToken ct)
    {
        var alerts = await connection.QueryAsync<Alert>(AlertQueries.Urgent, ct);
        // The last mail of an hour is for all that remains.
        var alone = alerts.Take(Math.Min(alerts.Count, left - 1)).ToList();
        foreach (var alert in alone)
            await MailAsync(connection, AlertMailKind.Alert, texts.Of(alert), alert.Path, [alert], ct);
        var rest = alerts.Skip(alone.Count).ToList();
        if (rest.Count == 0)
            return alone.Count;
        var summary = texts.Summary(rest, options.Value.MostPerHour);
        await MailAsync(connection, AlertMailKind.Summary, summary, "/staff/errors", rest, ct);
        return alone.Count + 1;
    }

    async Task MailDigestAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var now = time.GetUtcNow().ToOffset(Moscow);
        if (now.Hour < options.Value.DigestHour)
            return;
        var day = DateOnly.FromDateTime(now.DateTime);
        if (await connection.ScalarAsync<bool>($"select exists (select from pilot.digests where day = {day})", ct))
            return;
        var since = now.AddDays(-1).ToUniversalTime();
        var waiting = await connection.QueryAsync<Alert>(AlertQueries.Waiting, ct);
        var numbers = await connection.QuerySingleAsync<DigestNumbers>(AlertQueries.Digest(since), ct);
        Guid? mail = null;
        if (waiting.Count > 0 || numbers is not { Occurrences: 0, New: 0, Resolved: 0 })
        {
            var busiest = await connection.QueryAsync<DigestReport>(AlertQueries.Busiest(since, DigestLines), ct);
            var newest = await connection.QueryAsync<DigestReport>(AlertQueries.Newest(since, DigestLines), ct);
            var text = texts.Digest(day, numbers!, busiest, newest, waiting);
            mail = await MailAsync(connection, AlertMailKind.Digest, text, "/staff/errors", waiting, ct);
        }
        await connection.ExecuteAsync($"insert into pilot.digests (day, mail_id) values ({day}, {mail})", ct);
    }

    static async Task<Guid> MailAsync(
        NpgsqlConnection connection,
        AlertMailKind kind,
        (string Subject, string Text) text,
        string path,
        IReadOnlyCollection<Alert> alerts,
        CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        await connection.ExecuteAsync(AlertMail.Insert(id, kind, text.Subject, text.Text, path), ct);
        await connection.ExecuteAsync(AlertQueries.Mailed(id, alerts), ct);
        return id;
    }
}
