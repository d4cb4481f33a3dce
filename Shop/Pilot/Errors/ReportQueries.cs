using System.Text.Json.Serialization;
using Npgsql;
using Shop.Database;

namespace Shop.Pilot.Errors;

/// <summary>
/// Null fields admit every report. The status may be <see cref="Unresolved"/>. For module and assignee
/// <see cref="ErrorReport.None"/> means reports without one. Days counts back from today, which is 1; from and to are
/// exact, and so are those of the resolved ones.
/// </summary>
public sealed record ReportFilter(
    string? Status = null,
    ErrorSeverity? Severity = null,
    ErrorCategory? Category = null,
    ErrorSource? Source = null,
    string? Module = null,
    Guid? AssignedTo = null,
    bool IsUnassigned = false,
    string? Search = null,
    int? Days = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    DateTimeOffset? ResolvedFrom = null,
    DateTimeOffset? ResolvedTo = null,
    ReportOrder Order = ReportOrder.LastSeen)
{
    public const string Unresolved = "unresolved";

    internal bool IsByStatusOnly => this with { Order = default } == new ReportFilter(Status);
}

/// <summary>A list begins with the newest, the most frequent or the worst reports.</summary>
[JsonConverter(typeof(EnumNameConverter<ReportOrder>))]
public enum ReportOrder
{
    LastSeen,
    Count,
    Severity
}

/// <summary>How many reports that meet the other filters are in each status.</summary>
public sealed record StatusCounts(long Unresolved, List<StatusCount> ByStatus);

/// <summary>Lists and details of reports. Those that are merged into others appear with these.</summary>
public sealed class ReportQueries(NpgsqlDataSource database)
{
    const int MaxOccurrences = 20;
    const int MaxHistory = 500;
    const int MaxSimilar = 10;
    const int MaxReleases = 50;
    const int TrendDays = 7;

    // Each way to find similar reports has a limit, so a word that all reports contain costs no more than others.
    const int MaxCandidates = 200;

    static readonly Sql IsOpen = Sql.Of(
        $"status not in ({ErrorStatus.Resolved.Spelling()}, {ErrorStatus.WontFix.Spelling()})");

    public async Task<(long Total, List<ErrorReport> Reports)> ListAsync(
        ReportFilter filter, int page, int limit, CancellationToken ct)
    {
        var where = Where(filter);
        var total = filter.IsByStatusOnly
            ? Sql.Of(
                $"""
                select coalesce(sum(sum), 0)::bigint from ({StatisticsStore.AllByStatus}) counts (status, sum)
                where {StatusIs(filter.Status)}
                """)
            : Sql.Of($"select count(*) from pilot.error_reports where {where}");
        var (count, reports) = await database.QueryPageAsync<ErrorReport>(
            total,
            $"""
            select {ErrorReport.Columns} from pilot.error_reports where {where}
            order by {By(filter.Order)}last_seen desc, id desc limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
        var trends = await TrendsAsync([.. reports.Select(report => report.Id)], ct);
        return (count, [.. reports.Select(report => report with { Trend = trends(report.Id) })]);
    }

    public async Task<StatusCounts> CountAsync(ReportFilter filter, CancellationToken ct)
    {
        var others = filter with { Status = null };
        var counts = await database.QueryAsync<NamedCount>(
            others.IsByStatusOnly
                ? Sql.Of($"{StatisticsStore.AllByStatus}")
                : Sql.Of($"select status, count(*) from pilot.error_reports where {Where(others)} group by status"),
            ct);
        var byStatus = EnumNames.All<ErrorStatus>()
            .Select(name => new StatusCount(name, counts.Find(count => count.Name == name)?.Count ?? 0))
            .ToList();
        var open = byStatus.Where(count => !EnumNames.Parse<ErrorStatus>(count.Status).IsClosed());
        return new(open.Sum(count => count.Count), byStatus);
    }

    public Task<ErrorReport?> FindAsync(Guid id, CancellationToken ct) => database.QuerySingleAsync<ErrorReport>(
        $"select {ErrorReport.Columns} from pilot.error_reports where id = {id}", ct);

    public async Task<ErrorReportDetail?> DetailAsync(Guid id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } report)
            return null;
        var trends = await TrendsAsync([id], ct);
        return new(report)
        {
            Trend = trends(id),
            Comments = await database.QueryAsync<ErrorComment>(
                $"""
                select {ErrorComment.Columns} from pilot.comments where report_id = {id} order by created_at, id
                """, ct),
            History = await HistoryAsync(id, ct),
            Occurrences = await database.QueryAsync<ErrorOccurrence>(
                $"""
                select {ErrorOccurrence.Columns} from pilot.occurrences
                where report_id = any({WithMerged(id)}) order by at desc limit {MaxOccurrences}
                """, ct),
            Releases = await database.QueryAsync<ReleaseOfReport>(
                $"""
                select {ReleaseOfReport.Columns} from pilot.report_releases
                where report_id = {id} and count > 0 order by last_seen desc, release limit {MaxReleases}
                """, ct),
            Merged = await database.QueryAsync<MergedReport>(
                $"select id, title, count from pilot.error_reports where merged_into = {id} order by id", ct)
        };
    }

    public Task<Attachment?> AttachmentAsync(Guid report, Guid occurrence, int number, CancellationToken ct) =>
        database.QuerySingleAsync<Attachment>(
            $"""
            select {Attachment.Columns} from pilot.attachments
            where occurrence_id = {occurrence} and number = {number} and exists (
                select from pilot.occurrences where id = occurrence_id and report_id = any({WithMerged(report)}))
            """, ct);

    static Sql WithMerged(Guid id) =>
        Sql.Of($"array(select id from pilot.error_reports where id = {id} or merged_into = {id})");

    internal Task<List<ErrorHistoryEntry>> HistoryAsync(Guid id, CancellationToken ct) =>
        database.QueryAsync<ErrorHistoryEntry>(
            $"""
            select {ErrorHistoryEntry.Columns} from pilot.report_history
            where report_id = {id} order by id desc limit {MaxHistory}
            """, ct);

    /// <summary>
    /// Reports with a similar title, or with words of this title, best first. The score is 0.6 for the trigrams that
    /// both titles have, and 0.4 for the words of this title that the other report contains.
    /// </summary>
    public Task<List<SimilarReport>> SimilarAsync(Guid id, string title, CancellationToken ct) =>
        database.QueryAsync<SimilarReport>(
            $"""
            with mine as materialized (
                select lexemes, (
                    select string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' | ')
                    from unnest(lexemes) lexeme)::tsquery any_word
                from (select tsvector_to_array(to_tsvector('russian', {title})) lexemes) words),
            candidates as (
                (select report_id from pilot.report_texts where title % {title} limit {MaxCandidates})
                union
                (select report_id from pilot.report_texts where words @@ (select any_word from mine) limit {MaxCandidates})),
            scored as (
                select t.report_id, 0.6 * similarity(t.title, {title}) + 0.4 * coalesce(
                    cardinality(array(select unnest(mine.lexemes) intersect select unnest(tsvector_to_array(t.words))))::real
                    / nullif(cardinality(mine.lexemes), 0), 0) score
                from candidates join pilot.report_texts t using (report_id), mine)
            select r.id, r.title, r.status, r.severity, r.category, r.source, r.module, r.count, r.last_seen, s.score::float8
            from scored s join pilot.error_reports r on r.id = s.report_id
            where r.id <> {id} and r.merged_into is null
            order by s.score desc, r.last_seen desc limit {MaxSimilar}
            """, ct);

    static Sql Where(ReportFilter filter)
    {
        var where = Sql.Of($"merged_into is null");
        if (filter.Status is not null)
            where.AppendFormatted(Sql.Of($" and {StatusIs(filter.Status)}"));
        if (filter.Severity is { } severity)
            where.AppendFormatted(Sql.Of($" and severity = {severity.Spelling()}"));
        if (filter.Category is { } category)
            where.AppendFormatted(Sql.Of($" and category = {category.Spelling()}"));
        if (filter.Source is { } source)
            where.AppendFormatted(Sql.Of($" and source = {source.Spelling()}"));
        if (filter.Module == ErrorReport.None)
            where.AppendLiteral(" and module is null");
        else if (filter.Module is { } module)
            where.AppendFormatted(Sql.Of($" and module = {module}"));
        if (filter.IsUnassigned)
            where.AppendLiteral(" and assigned_to is null");
        else if (filter.AssignedTo is { } assignee)
            where.AppendFormatted(Sql.Of($" and assigned_to = {assignee}"));
        if (filter.Days is { } days)
        {
            where.AppendFormatted(Sql.Of(
                $"""
                 and created_at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc' - make_interval(days => {days - 1})
                """));
        }
        where.AppendTime(Sql.Of($"created_at"), filter.From, filter.To);
        if ((filter.ResolvedFrom ?? filter.ResolvedTo) is not null)
            where.AppendFormatted(Sql.Of($" and status = {ErrorStatus.Resolved.Spelling()}"));
        where.AppendTime(Sql.Of($"resolved_at"), filter.ResolvedFrom, filter.ResolvedTo);
        if (filter.Search?.Trim() is { Length: > 0 } text)
            where.AppendFormatted(Sql.Of($" and {Contains(text)}"));
        return where;
    }

    async Task<Func<Guid, long[]>> TrendsAsync(Guid[] reports, CancellationToken ct)
    {
        var counts = await database.QueryAsync<DayOfReport>(
            $"""
            select report_id, (now() at time zone 'utc')::date - (hour at time zone 'utc')::date, sum(count)::bigint
            from pilot.report_hours
            where report_id = any({reports}) and hour > now() - make_interval(days => {TrendDays})
            group by 1, 2
            """, ct);
        var known = counts.ToDictionary(day => (day.Report, day.DaysAgo), day => day.Count);
        return report =>
            [.. Enumerable.Range(1, TrendDays).Select(day => known.GetValueOrDefault((report, TrendDays - day)))];
    }

    static Sql By(ReportOrder order) => order switch
    {
        ReportOrder.Count => Sql.Of($"count desc, "),
        ReportOrder.Severity => Sql.Of(
            $"array_position({EnumNames.All<ErrorSeverity>().ToArray()}, severity), "),
        _ => Sql.Of($"")
    };

    static Sql StatusIs(string? status) => status switch
    {
        null => Sql.Of($"true"),
        ReportFilter.Unresolved => IsOpen,
        _ => Sql.Of($"status = {status}")
    };

    // An id or a trace id is meant as such. A text may also be a part of a word of the title.
    static Sql Contains(string text)
    {
        if (Guid.TryParse(text, out var id))
        {
            var trace = $"{id:N}";
            return Sql.Of(
                $"""
                (id = {id} or (source = 'person' and trace_id = {trace})
                    or id in (select report_id from pilot.occurrences where trace_id = {trace}))
                """);
        }
        var pattern = $"%{text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";
        return Sql.Of(
            $"""
            id in (select report_id from pilot.report_texts
                where title ilike {pattern} or words @@ websearch_to_tsquery('russian', {text}))
            """);
    }

    sealed record DayOfReport(Guid Report, int DaysAgo, long Count) : IRow<DayOfReport>
    {
        public static DayOfReport Read(RowReader row) => new(row.Get<Guid>(), row.Get<int>(), row.Get<long>());
    }

    sealed record NamedCount(string Name, long Count) : IRow<NamedCount>
    {
        public static NamedCount Read(RowReader row) => new(row.Get<string>(), row.Get<long>());
    }
}
