using Npgsql;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Pilot.Alerts;

/// <summary>
/// Mails the team, at the addresses of <see cref="AlertOptions.To"/>. Whatever has something to tell the team uses it:
/// alerts of errors, the health checker when its state changes, the daily and weekly reports. A mail is stored with the
/// change that it tells of, and a worker sends it through the providers of mails. The caller decides that a mail is
/// worth it; only alerts of errors wait when an hour has had its mails.
/// </summary>
public sealed class AlertMail(NpgsqlDataSource database)
{
    /// <summary>
    /// A mail with the same id is sent once, however many workers ask for it. The text is plain: an empty line ends a
    /// paragraph. The path is a page of the site, such as "/staff/errors", to which the mail links.
    /// </summary>
    public Task SendAsync(Guid id, string subject, string text, string? path, CancellationToken ct) =>
        database.ExecuteAsync(Insert(id, AlertMailKind.Other, subject, text, path), ct);

    /// <summary>For a caller that has a transaction.</summary>
    internal static Sql Insert(Guid id, AlertMailKind kind, string subject, string text, string? path) => Sql.Of(
        $"""
        with written as (
            insert into pilot.alert_mails (id, kind, subject, text, path)
            values ({id}, {kind.Spelling()}, {subject}, {text}, {path})
            on conflict do nothing
            returning id
        )
        {Outbox.Insert(new AlertMailWritten(id), Sql.Of($"written"))}
        """);

    public Task<WrittenMail?> FindAsync(Guid id, CancellationToken ct) => database.QuerySingleAsync<WrittenMail>(
        $"select {WrittenMail.Columns} from pilot.alert_mails where id = {id}", ct);

    internal static Sql Old(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.alert_mails"), Sql.Of($"created_at < now() - {age}"));
}

public enum AlertMailKind
{
    Alert,
    Summary,
    Digest,
    Other
}

public sealed record WrittenMail(Guid Id, string Subject, string Text, string? Path) : IRow<WrittenMail>
{
    internal static readonly Sql Columns = Sql.Of($"id, subject, text, path");

    public static WrittenMail Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Get<string>(),
        row.TextOrNull());
}
