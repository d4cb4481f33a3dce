using System.Text.Json;
using Npgsql;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Pilot.Errors;

/// <summary>
/// Writes a batch with a fixed number of statements in one transaction, whether it contains one error many times or
/// many errors. All are counted, and a few of each report are kept with their details.
/// </summary>
sealed class IncidentBatch(NpgsqlDataSource database)
{
    const int MaxTitle = 200;
    // A batch keeps as many samples of each hash. Pruning keeps the first and the newest ones of a report.
    const int SamplesAtEachEnd = 5;
    const int FirstSamples = 10;
    const int NewestSamples = 50;

    static readonly TimeSpan PruningInterval = TimeSpan.FromSeconds(1);

    readonly HashSet<Guid> _toPrune = [];
    long _pruned;
    Guid? _salt;

    public async Task WriteAsync(IReadOnlyList<(Incident Incident, GroupKey Key)> batch)
    {
        var ct = CancellationToken.None;
        _salt ??= await UserHash.SaltOfErrorsAsync(database, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var ids = await connection.ScalarAsync<Guid[]>(NewIds([.. batch.Select(item => item.Incident.Id)]), ct);
        var groups = batch
            .DistinctBy(item => item.Incident.Id)
            .Where(item => ids!.Contains(item.Incident.Id))
            .GroupBy(item => item.Key.Hash)
            .Select(group => new Group(
                group.First().Key, [.. group.Select(item => item.Incident with { User = HashOf(item.Incident) })]))
            .ToList();
        if (groups.Count == 0)
            return;
        await connection.ExecuteAsync(
            [
                Lock, Releases(groups), NewReports(groups), Counts(groups), Samples(groups), .. Attachments(groups),
                Feedback(groups)
            ], ct);
        await transaction.CommitAsync(ct);
        _toPrune.UnionWith(groups.Select(group => group.Key.Hash));
    }

    Guid? HashOf(Incident incident) => incident.User is { } user ? UserHash.Of(user, _salt!.Value) : null;

    /// <summary>
    /// Those that no process has taken before. They are inserted in order, and before the lock, so that two processes
    /// never wait for each other.
    /// </summary>
    static Sql NewIds(Guid[] ids) => Sql.Of(
        $"""
        with added as (
            insert into pilot.event_ids (id) select id from unnest({ids}) given (id) order by id
            on conflict do nothing returning id)
        select coalesce(array_agg(id), array[]::uuid[]) from added
        """);

    // Batches of several processes create the same report once, and never wait for each other in a circle.
    internal static Sql Lock => Sql.Of($"select pg_advisory_xact_lock(hashtext('pilot.error_reports'))");

    /// <summary>A release that was not heard of before is the next one that a report was resolved in.</summary>
    static Sql Releases(List<Group> groups)
    {
        var releases = groups
            .SelectMany(group => group.Incidents)
            .Where(incident => incident.Release is not null)
            .OrderBy(incident => incident.At)
            .Select(incident => incident.Release!)
            .Distinct()
            .ToArray();
        return Sql.Of(
            $"""
            with heard as (
                insert into pilot.releases (release)
                select given.release from unnest({releases}) with ordinality given (release, position)
                where not exists (select from pilot.releases known where known.release = given.release)
                order by given.position
                returning number, release
            )
            update pilot.error_reports set resolved_in = (select release from heard order by number limit 1)
            where resolved_in = 'next' and exists (select from heard)
            """);
    }

    static Sql NewReports(List<Group> groups) => Sql.Of(
        $"""
        with fresh as (
            select given.* from unnest(
                {Column(groups, g => g.Key.Hash)}, {Column(groups, g => g.Key.Version)}, {Column(groups, g => g.Key.Explanation)},
                {Column(groups, _ => Guid.CreateVersion7())}, {Column(groups, g => g.MessageId)},
                {Column(groups, g => Shorten(g.Key.Title))}, {Column(groups, g => g.Key.Culprit)},
                {Column(groups, g => g.First.Value ?? g.First.Message ?? g.Key.Title)},
                {Column(groups, g => FirstGuess.CategoryOf(g.First))}, {Column(groups, g => FirstGuess.SeverityOf(g.First))},
                {Column(groups, g => FirstGuess.ModuleOf(g.First))}, {Column(groups, g => g.First.Source.Spelling())},
                {Column(groups, g => g.First.Url)}, {Column(groups, g => g.First.At)}, {Column(groups, g => g.First.Release)})
                given (hash, version, explanation, report_id, message_id, title, culprit, description, category, severity,
                    module, source, url, at, release)
            where not exists (select from pilot.report_hashes known where known.hash = given.hash)
        ),
        reports as (
            insert into pilot.error_reports (id, title, culprit, description, category, severity, module, source, url,
                grouped_by, count, first_seen, last_seen, first_release)
            select report_id, title, culprit, description, category, severity, module, source, url,
                explanation, 0, at, at, release from fresh
        ),
        hashes as (
            insert into pilot.report_hashes (hash, report_id, original_id, version, explanation)
            select hash, report_id, report_id, version, explanation from fresh
        ),
        history as (
            insert into pilot.report_history (report_id, action)
            select report_id, {ErrorChange.Created.Spelling()} from fresh
        )
        {Outbox.InsertEach<ErrorChanged>(Message(Sql.Of($"fresh"), Sql.Of($"{ErrorChange.Created.Spelling()}::text")))}
        """);

    /// <summary>
    /// Counts, reopens and ends snoozes. A report that was resolved in a release comes back with a newer one, or with
    /// that one if nobody had heard of it when the report was resolved.
    /// </summary>
    static Sql Counts(List<Group> groups)
    {
        var hours = groups.SelectMany(g => g.Incidents.GroupBy(
            incident => HourOf(incident.At), (hour, all) => (g.Key.Hash, Hour: hour, Count: all.LongCount()))).ToList();
        var releases = groups.SelectMany(g => g.Incidents.GroupBy(
            incident => incident.Release,
            (release, all) => (g.Key.Hash, Release: release, Incidents: all.ToList()))).ToList();
        var users = groups.SelectMany(g => g.Incidents
            .Where(incident => incident.User is not null)
            .Select(incident => (g.Key.Hash, User: incident.User!.Value))
            .Distinct()).ToList();
        return Sql.Of(
            $"""
            with happened as (
                select report_id, sum(given.count)::bigint as count, min(first_at) as first_at, max(last_at) as last_at,
                    (array_agg(message_id order by message_id))[1] as message_id,
                    (array_agg(release order by last_at desc) filter (where release is not null))[1] as release,
                    (array_agg(environment order by last_at desc) filter (where environment is not null))[1] as environment,
                    (array_agg(trace_id order by last_at desc) filter (where trace_id is not null))[1] as trace_id
                from unnest(
                    {Column(groups, g => g.Key.Hash)}, {Column(groups, g => (long)g.Incidents.Count)},
                    {Column(groups, g => g.First.At)}, {Column(groups, g => g.Last.At)}, {Column(groups, g => g.MessageId)},
                    {Column(groups, g => g.Newest(i => i.Release))}, {Column(groups, g => g.Newest(i => i.Environment))},
                    {Column(groups, g => g.Newest(i => i.TraceId))})
                    given (hash, count, first_at, last_at, message_id, release, environment, trace_id)
                join pilot.report_hashes using (hash)
                group by report_id
            ),
            in_releases as (
                select report_id, release, sum(given.count)::bigint as count, min(first_at) as first_at, max(last_at) as last_at
                from unnest(
                    {Column(releases, r => r.Hash)}, {Column(releases, r => r.Release)},
                    {Column(releases, r => (long)r.Incidents.Count)}, {Column(releases, r => r.Incidents.Min(i => i.At))},
                    {Column(releases, r => r.Incidents.Max(i => i.At))})
                    given (hash, release, count, first_at, last_at)
                join pilot.report_hashes using (hash)
                group by report_id, release
            ),
            users as (
                insert into pilot.report_users (report_id, user_hash)
                select distinct report_id, user_hash
                from unnest({Column(users, u => u.Hash)}, {Column(users, u => u.User)}) given (hash, user_hash)
                join pilot.report_hashes using (hash)
                where not {ErasedUsers.Contains(Sql.Of($"user_hash"))}
                on conflict do nothing
                returning report_id
            ),
            hours as (
                insert into pilot.report_hours as kept (report_id, hour, count)
                select report_id, hour, sum(given.count)
                from unnest({Column(hours, h => h.Hash)}, {Column(hours, h => h.Hour)}, {Column(hours, h => h.Count)})
                    given (hash, hour, count)
                join pilot.report_hashes using (hash)
                group by report_id, hour
                on conflict (report_id, hour) do update set count = kept.count + excluded.count
            ),
            days as (
                insert into pilot.report_counts (day, dimension, name, count)
                select (hour at time zone 'utc')::date, 'occurrences', 'all', sum(count)
                from unnest({Column(hours, h => h.Hour)}, {Column(hours, h => h.Count)}) given (hour, count)
                group by 1
            ),
            releases as (
                insert into pilot.report_releases as kept (report_id, release, count, first_seen, last_seen)
                select report_id, release, count, first_at, last_at from in_releases where release is not null
                on conflict (report_id, release) do update set
                    count = kept.count + excluded.count,
                    first_seen = least(kept.first_seen, excluded.first_seen),
                    last_seen = greatest(kept.last_seen, excluded.last_seen)
            ),
            changes as (
                select happened.*, report.resolved_in,
                    report.status = 'resolved' and exists (
                        select from in_releases r
                        left join pilot.releases seen on seen.release = r.release
                        left join pilot.releases fixed on fixed.release = report.resolved_in
                        where r.report_id = report.id and case
                            when report.resolved_in = 'next' then false
                            when report.resolved_in is null or r.release is null
                                then r.last_at > coalesce(report.resolved_at, report.updated_at)
                            when seen.number = fixed.number then fixed.first_seen > report.resolved_at
                            else coalesce(seen.number > fixed.number, false) end) as reopens,
                    coalesce(report.snoozed_until <= last_at, false)
                        or coalesce(report.count + happened.count >= report.snoozed_until_count, false) as unsnoozes
                from pilot.error_reports report join happened on report_id = report.id
                for update of report
            ),
            counted as (
                update pilot.error_reports report set
                    count = report.count + c.count,
                    users = report.users + (select count(*) from users where users.report_id = c.report_id),
                    first_seen = least(report.first_seen, c.first_at),
                    last_seen = greatest(report.last_seen, c.last_at),
                    last_release = coalesce(c.release, report.last_release),
                    environment = coalesce(c.environment, report.environment),
                    trace_id = coalesce(c.trace_id, report.trace_id),
                    status = case when c.reopens then 'new' else report.status end,
                    reopened_at = case when c.reopens then now() else report.reopened_at end,
                    resolved_at = case when c.reopens then null else report.resolved_at end,
                    resolved_by = case when c.reopens then null else report.resolved_by end,
                    resolved_in = case when c.reopens then null else report.resolved_in end,
                    snoozed_until = case when c.unsnoozes then null else report.snoozed_until end,
                    snoozed_until_count = case when c.unsnoozes then null else report.snoozed_until_count end,
                    updated_at = case when c.reopens or c.unsnoozes then now() else report.updated_at end
                from changes c where report.id = c.report_id
            ),
            changed as (
                select *, case when reopens then {ErrorChange.Reopened.Spelling()} else {ErrorChange.Unsnoozed.Spelling()} end as change
                from changes where reopens or unsnoozes
            ),
            history as (
                insert into pilot.report_history (report_id, action, data)
                select report_id, change, jsonb_strip_nulls(jsonb_build_object('release', release, 'resolved_in', resolved_in))
                from changed
            )
            {Outbox.InsertEach<ErrorChanged>(Message(Sql.Of($"changed"), Sql.Of($"change")))}
            """);
    }

    static Sql Message(Sql rows, Sql change) => Sql.Of(
        $"select message_id, json_build_object('report_id', report_id, 'change', {change}) as payload from {rows}");

    static Sql Samples(List<Group> groups)
    {
        var samples = groups.SelectMany(group => group.Samples.Select(incident => (group.Key.Hash, incident))).ToList();
        return Sql.Of(
            $"""
            insert into pilot.occurrences (id, report_id, hash, at, release, environment, trace_id, user_hash, data)
            select id, report_id, hash, at, release, environment, trace_id,
                case when {ErasedUsers.Contains(Sql.Of($"user_hash"))} then null else user_hash end, data::jsonb
            from unnest(
                {Column(samples, s => s.incident.Id)}, {Column(samples, s => s.Hash)}, {Column(samples, s => s.incident.At)},
                {Column(samples, s => s.incident.Release)}, {Column(samples, s => s.incident.Environment)},
                {Column(samples, s => s.incident.TraceId)}, {Column(samples, s => s.incident.User)},
                {Column(samples, s => JsonSerializer.Serialize(s.incident, IncidentJson.Default.Incident))})
                given (id, hash, at, release, environment, trace_id, user_hash, data)
            join pilot.report_hashes using (hash)
            on conflict (id) do nothing
            """);
    }

    static IEnumerable<Sql> Attachments(List<Group> groups)
    {
        var sent = groups.SelectMany(group => group.Samples)
            .SelectMany(
                incident => incident.Attachments.Index(),
                (incident, file) => (incident.Id, incident.User, file.Index, file.Item))
            .ToList();
        if (sent.Count > 0)
            yield return Sql.Of(
                $"""
                insert into pilot.attachments (occurrence_id, number, {Attachment.Columns})
                select occurrence_id, number, {Attachment.Columns} from unnest(
                    {Column(sent, s => s.Id)}, {Column(sent, s => s.User)}, {Column(sent, s => s.Index + 1)},
                    {Column(sent, s => s.Item.Name)}, {Column(sent, s => s.Item.Type)}, {Column(sent, s => s.Item.Size)},
                    {Column(sent, s => s.Item.Content.Spelling())}, {Column(sent, s => s.Item.Text)})
                    given (occurrence_id, by_user, number, {Attachment.Columns})
                join pilot.occurrences on id = occurrence_id
                where not {ErasedUsers.Contains(Sql.Of($"by_user"))}
                on conflict do nothing
                """);
    }

    /// <summary>What a person wrote about an error may arrive before the error.</summary>
    static Sql Feedback(List<Group> groups)
    {
        var events = groups.SelectMany(group => group.Incidents, (group, i) => (i.Id, group.Key.Hash)).ToList();
        return Sql.Of(
            $"""
            update pilot.feedback set report_id = hashes.report_id
            from unnest({Column(events, e => e.Id)}, {Column(events, e => e.Hash)}) given (id, hash)
            join pilot.report_hashes hashes using (hash)
            where event_id = given.id and feedback.report_id is null
            """);
    }

    /// <summary>Deletes the samples in the middle, not after each batch.</summary>
    public async Task PruneAsync()
    {
        if (_toPrune.Count == 0 || _pruned != 0 && TimeProvider.System.GetElapsedTime(_pruned) < PruningInterval)
            return;
        _pruned = TimeProvider.System.GetTimestamp();
        var hashes = _toPrune.ToArray();
        await database.ExecuteAsync(
            $"""
            delete from pilot.occurrences where id = any(array(
                select id from (
                    select id, row_number() over (partition by report_id order by at, id) as first,
                        row_number() over (partition by report_id order by at desc, id desc) as newest
                    from pilot.occurrences
                    where report_id in (
                        select id from pilot.error_reports where count > {FirstSamples + NewestSamples}
                            and id in (select report_id from pilot.report_hashes where hash = any({hashes})))) ranked
                where first > {FirstSamples} and newest > {NewestSamples}))
            """, CancellationToken.None);
        _toPrune.Clear();
    }

    static DateTimeOffset HourOf(DateTimeOffset at) => new(at.Year, at.Month, at.Day, at.Hour, 0, 0, at.Offset);

    static string Shorten(string title) => title.Length <= MaxTitle ? title : $"{title.AsSpan(0, MaxTitle - 1)}…";

    static TColumn[] Column<T, TColumn>(List<T> rows, Func<T, TColumn> column) =>
        [.. rows.Select(column)];

    sealed class Group(GroupKey key, List<Incident> incidents)
    {
        public GroupKey Key => key;
        public List<Incident> Incidents { get; } = [.. incidents.OrderBy(incident => incident.At)];
        public Guid MessageId { get; } = Guid.CreateVersion7();
        public Incident First => Incidents[0];
        public Incident Last => Incidents[^1];

        public IEnumerable<Incident> Samples => Incidents.Count <= 2 * SamplesAtEachEnd
            ? Incidents
            : [.. Incidents.Take(SamplesAtEachEnd), .. Incidents.TakeLast(SamplesAtEachEnd)];

        public string? Newest(Func<Incident, string?> value) =>
            Incidents.Select(value).LastOrDefault(text => text is not null);
    }
}
