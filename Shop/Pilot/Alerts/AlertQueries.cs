using Shop.Database;
using Shop.Pilot.Errors;

namespace Shop.Pilot.Alerts;

static class AlertQueries
{
    // A report that is resolved and comes back again and again is worth one mail in this time.
    static readonly TimeSpan Again = TimeSpan.FromHours(1);
    static readonly TimeSpan SpikeAgain = TimeSpan.FromHours(6);

    // Snoozed, given up, or part of another report: nobody wants to hear of it.
    static readonly Sql IsSilent = Sql.Of(
        $"""
        (coalesce(r.snoozed_until > now(), false) or coalesce(r.snoozed_until_count > r.count, false)
            or r.status = 'wont_fix' or r.merged_into is not null)
        """);

    /// <summary>A report of low severity, and one whose snooze has ended, can wait for the digest.</summary>
    public static Sql Note(ErrorChanged message, Sql first)
    {
        var reason = (message.Change switch
        {
            ErrorChange.Reopened => AlertReason.Reopened,
            ErrorChange.Unsnoozed => AlertReason.Unsnoozed,
            _ => AlertReason.New
        }).Spelling();
        return Sql.Of(
            $"""
            insert into pilot.alerts (id, report_id, reason, is_urgent)
            select {Guid.CreateVersion7()}, r.id,
                case when r.severity = 'critical' and {reason} = 'new' then 'critical' else {reason} end,
                r.severity = 'critical' or ({reason} <> 'unsnoozed' and r.severity <> 'low')
            from {first} cross join pilot.error_reports r
            where r.id = {message.ReportId} and not {IsSilent} and not exists (
                select from pilot.alerts earlier
                where earlier.report_id = r.id and earlier.created_at > now() - {Again}
                    and (earlier.reason = {reason} or (earlier.reason = 'critical' and {reason} = 'new')))
            """);
    }

    /// <summary>
    /// The usual number is the greater one of two means: of this hour of the day in the last seven days, and of the
    /// last twenty-four hours. A report that is new in this hour was mailed as new.
    /// </summary>
    public static Sql NoteSpikes(AlertOptions options) => Sql.Of(
        $"""
        insert into pilot.alerts (id, report_id, reason, is_urgent, count, usual)
        select gen_random_uuid(), r.id, 'spike', true, this.count, usual.count
        from pilot.report_hours this
        join pilot.error_reports r on r.id = this.report_id
        cross join lateral (
            select coalesce(greatest(
                sum(h.count) filter (where extract(epoch from this.hour - h.hour)::bigint % 86400 = 0)
                    / greatest(1, least(7, extract(day from this.hour - r.first_seen))),
                sum(h.count) filter (where h.hour >= this.hour - interval '24 hours')
                    / greatest(1, least(24, extract(epoch from this.hour - date_trunc('hour', r.first_seen)) / 3600))), 0)
                ::double precision as count
            from pilot.report_hours h
            where h.report_id = r.id and h.hour >= this.hour - interval '7 days' and h.hour < this.hour
        ) usual
        where this.hour = date_trunc('hour', now()) and this.count >= {options.SpikeFrom}
            and this.count > {options.SpikeFactor} * usual.count
            and r.first_seen < this.hour and r.status <> 'resolved' and not {IsSilent}
            and not exists (
                select from pilot.alerts earlier
                where earlier.report_id = r.id and earlier.reason = 'spike' and earlier.created_at > now() - {SpikeAgain})
        """);

    /// <summary>What was snoozed, given up or merged while it waited.</summary>
    public static Sql DropSilent => Sql.Of(
        $"""
        delete from pilot.alerts a using pilot.error_reports r
        where r.id = a.report_id and a.mail_id is null and {IsSilent}
        """);

    public static Sql Urgent => Sql.Of(
        $"""
        select {Alert.Columns} from pilot.alerts a join pilot.error_reports r on r.id = a.report_id
        where a.mail_id is null and a.is_urgent
        order by array_position(array['critical', 'high', 'medium', 'low'], r.severity), a.created_at, a.id
        """);

    public static Sql Waiting => Sql.Of(
        $"""
        select {Alert.Columns} from pilot.alerts a join pilot.error_reports r on r.id = a.report_id
        where a.mail_id is null and not a.is_urgent order by a.created_at, a.id
        """);

    public static Sql Mailed(Guid mail, IEnumerable<Alert> alerts)
    {
        var ids = alerts.Select(alert => alert.Id).ToArray();
        return Sql.Of($"update pilot.alerts set mail_id = {mail} where id = any({ids})");
    }

    internal static Sql Old(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.alerts"), Sql.Of($"created_at < now() - {age}"));

    internal static Sql OldDigests(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.digests"), Sql.Of($"written_at < now() - {age}"));

    public static Sql Digest(DateTimeOffset since) => Sql.Of(
        $"""
        select coalesce((select sum(count) from pilot.report_hours where hour >= {since}), 0)::bigint,
            (select count(distinct report_id) from pilot.report_hours where hour >= {since}),
            (select count(*) from pilot.error_reports where created_at >= {since}),
            (select count(*) from pilot.error_reports where resolved_at >= {since}),
            (select count(*) from pilot.error_reports where status not in ('resolved', 'wont_fix') and merged_into is null)
        """);

    public static Sql Busiest(DateTimeOffset since, int most) => Sql.Of(
        $"""
        select r.id, r.title, r.severity, sum(h.count)::bigint
        from pilot.report_hours h join pilot.error_reports r on r.id = h.report_id
        where h.hour >= {since} and not {IsSilent}
        group by r.id, r.title, r.severity order by 4 desc, r.id limit {most}
        """);

    public static Sql Newest(DateTimeOffset since, int most) => Sql.Of(
        $"""
        select r.id, r.title, r.severity, r.count from pilot.error_reports r
        where r.created_at >= {since} and not {IsSilent} order by r.created_at desc, r.id desc limit {most}
        """);
}

/// <summary>The numbers of a day.</summary>
public sealed record DigestNumbers(long Occurrences, long Active, long New, long Resolved, long Open)
    : IRow<DigestNumbers>
{
    public static DigestNumbers Read(RowReader row) => new(
        row.Get<long>(), row.Get<long>(), row.Get<long>(), row.Get<long>(), row.Get<long>());
}

public sealed record DigestReport(Guid Id, string Title, string Severity, long Count) : IRow<DigestReport>
{
    public static DigestReport Read(RowReader row) => new(
        row.Get<Guid>(), row.Get<string>(), row.Get<string>(), row.Get<long>());
}
