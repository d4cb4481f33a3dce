using Npgsql;
using Shop.Database;

namespace Shop.Tickets.Jobs;

public static class JobRunStore
{
    static readonly Sql Columns = Sql.Of($"run_id, job, started_at, finished_at, status, rows, message, metrics::text");

    public static Task BeginAsync(NpgsqlConnection connection, Guid runId, TicketJob job, CancellationToken ct) =>
        connection.ExecuteAsync(
            $"insert into tickets.job_runs (run_id, job) values ({runId}, {job.Spelling()})", ct);

    /// <summary>The metrics are JSON.</summary>
    public static Task EndAsync(
        NpgsqlConnection connection,
        Guid runId,
        TicketJob job,
        JobStatus status,
        long rows,
        string message,
        string metrics,
        CancellationToken ct) => connection.ExecuteAsync(
        $"""
        update tickets.job_runs
        set finished_at = now(), status = {status.Spelling()}, rows = {rows}, message = {message}, metrics = {metrics}::jsonb
        where run_id = {runId} and job = {job.Spelling()} and status = 'running'
        """, ct);

    /// <summary>
    /// Ends the runs whose process has died. Correct only while the caller holds <see cref="TicketLock"/>, without
    /// which no run is alive.
    /// </summary>
    public static Task InterruptAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ExecuteAsync(
        $"""
        update tickets.job_runs
        set finished_at = now(), status = 'interrupted', message = 'The process ended; the next run resumes the work.'
        where status = 'running' and job <> 'end_to_end'
        """, ct);

    /// <summary>Newest first; of every job when it is null.</summary>
    public static Task<(long Total, List<JobRun> Runs)> ListAsync(
        NpgsqlDataSource database, TicketJob? job, int page, int limit, CancellationToken ct)
    {
        var filter = job is { } one ? Sql.Of($"job = {one.Spelling()}") : Sql.Of($"true");
        return database.QueryPageAsync<JobRun>(
            $"select count(*) from tickets.job_runs where {filter}",
            $"""
            select {Columns} from tickets.job_runs where {filter}
            order by started_at desc, job limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
    }

    internal static Sql Old(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"tickets.job_runs"), Sql.Of($"started_at < now() - {age}"));
}
