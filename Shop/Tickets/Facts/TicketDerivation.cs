using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using Shop.Tickets.Checks;
using Shop.Tickets.Jobs;
using Shop.Tickets.Marts;

namespace Shop.Tickets.Facts;

/// <summary>
/// Derives facts and marts from staging, and checks both before anybody sees the marts. All of it is one transaction:
/// when a check fails, the new facts stay and the marts are those of the run before.
/// </summary>
public sealed class TicketDerivation(TicketChecks checks) : ITicketDerivation
{
    const string BeforeMarts = "before_marts";

    public Task<DerivationResult> RunAsync(NpgsqlConnection connection, Guid runId, CancellationToken ct) =>
        RunAsync(connection, runId, all: false, ct);

    /// <summary>Derives everything that is in staging, whether it has changed or not.</summary>
    public Task<DerivationResult> RebuildAsync(NpgsqlConnection connection, Guid runId, CancellationToken ct) =>
        RunAsync(connection, runId, all: true, ct);

    /// <summary>Checks all facts, not only those of the last changes, and changes nothing.</summary>
    public async Task<IReadOnlyList<TicketCheckResult>> CheckAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await StagedTickets.ReadAllAsync(connection, ct);
        return await checks.RunAsync(connection, transaction, ct);
    }

    async Task<DerivationResult> RunAsync(NpgsqlConnection connection, Guid runId, bool all, CancellationToken ct)
    {
        await JobRunStore.BeginAsync(connection, runId, TicketJob.Derive, ct);
        DerivationResult result;
        var times = new DerivationTimes();
        try
        {
            result = await DeriveAsync(connection, runId, all, times, ct);
        }
        catch (Exception e)
        {
            // A lost connection cannot say so. The next run finds the row and sets it to interrupted.
            if (connection.State == System.Data.ConnectionState.Open)
                await JobRunStore.EndAsync(
                    connection, runId, TicketJob.Derive, JobStatus.Failed, 0, e.Message, "{}", CancellationToken.None);
            throw;
        }
        var message = result.MartsReplaced ? "" : "The marts are still those of the run before.";
        await JobRunStore.EndAsync(
            connection, runId, TicketJob.Derive, JobStatus.Succeeded, result.FactRows, message, times.ToJson(), ct);
        await KeepChecksAsync(connection, runId, result.Checks, ct);
        return result;
    }

    async Task<DerivationResult> DeriveAsync(
        NpgsqlConnection connection, Guid runId, bool all, DerivationTimes times, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var watch = Stopwatch.StartNew();
        (var rows, all) = await FactsWriter.WriteAsync(connection, all, ct);
        times.FactsMs = watch.ElapsedMilliseconds;

        var areCurrent = await FactsWriter.AreMartsCurrentAsync(connection, ct);
        await transaction.SaveAsync(BeforeMarts, ct);
        watch.Restart();
        await MartsWriter.ReplaceAsync(connection, runId, onlyTouched: areCurrent && !all, ct);
        times.MartsMs = watch.ElapsedMilliseconds;

        watch.Restart();
        if (!areCurrent && !all)
            await StagedTickets.ReadAllAsync(connection, ct);
        var results = await checks.RunAsync(connection, transaction, ct);
        times.ChecksMs = watch.ElapsedMilliseconds;

        var isGood = !results.Any(check => check is { Passed: false, Severity: TicketCheckSeverity.Error });
        if (!isGood)
            await transaction.RollbackAsync(BeforeMarts, ct);
        await FactsWriter.SetMartsCurrentAsync(connection, isGood, ct);
        await transaction.CommitAsync(ct);
        return new(rows, isGood, results);
    }

    static async Task KeepChecksAsync(
        NpgsqlConnection connection, Guid runId, IReadOnlyList<TicketCheckResult> results, CancellationToken ct)
    {
        await JobRunStore.BeginAsync(connection, runId, TicketJob.Check, ct);
        var failed = results.Where(check => !check.Passed).ToList();
        var isBad = failed.Any(check => check.Severity == TicketCheckSeverity.Error);
        var message = string.Join(
            '\n', failed.Select(check => $"{check.Severity.Spelling()}: {check.Name}: {check.Detail}"));
        var metrics = JsonSerializer.Serialize(
            results.ToDictionary(check => check.Name, check => check.Passed),
            DerivationJson.Default.DictionaryStringBoolean);
        await JobRunStore.EndAsync(
            connection,
            runId,
            TicketJob.Check,
            isBad ? JobStatus.Failed : JobStatus.Succeeded,
            results.Count,
            message,
            metrics,
            ct);
    }
}

/// <summary>How long each step took, for the metrics of the run.</summary>
sealed class DerivationTimes
{
    public long FactsMs { get; set; }
    public long MartsMs { get; set; }
    public long ChecksMs { get; set; }

    public string ToJson() => JsonSerializer.Serialize(this, DerivationJson.Default.DerivationTimes);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DerivationTimes))]
[JsonSerializable(typeof(Dictionary<string, bool>))]
sealed partial class DerivationJson : JsonSerializerContext;
