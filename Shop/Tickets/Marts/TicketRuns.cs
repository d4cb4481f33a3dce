using Npgsql;
using Shop.Tickets.Jobs;

namespace Shop.Tickets.Marts;

/// <summary>The runs of imports, derivations and checks with their logs, newest first.</summary>
public sealed class TicketRuns(NpgsqlDataSource database)
{
    public Task<(long Total, List<JobRun> Runs)> ListAsync(TicketJob? job, int page, int limit, CancellationToken ct) =>
        JobRunStore.ListAsync(database, job, page, limit, ct);
}
