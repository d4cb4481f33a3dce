using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shop.Tickets.Jobs;
using Shop.Tickets.QTickets;

namespace Shop.Tickets.Import;

/// <summary>
/// Brings staging up to date, and then facts and marts. Whatever happens, a run ends with its status in the database,
/// or the next run finds it interrupted.
/// </summary>
public sealed partial class TicketImport(
    TicketDatabase database,
    IEnumerable<LiveImport> live,
    IEnumerable<ITicketDerivation> derivations,
    ILogger<TicketImport> logger)
{
    /// <summary>The kind of the task that runs it.</summary>
    public const string TaskKind = "tickets.import";

    public async Task<ImportResult> RunAsync(ImportRequest request, CancellationToken ct)
    {
        using var span = ShopTelemetry.Begin(TaskKind);
        var runId = Guid.CreateVersion7();
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        if (!await TicketLock.TryTakeAsync(connection, ct))
            return new(runId, IsBusy: true, request.DryRun, new(), null);
        try
        {
            if (request.DryRun)
                return new(runId, false, true, await StageAsync(connection, runId, request, new(), ct), null);
            await JobRunStore.InterruptAsync(connection, ct);
            var metrics = new ImportMetrics();
            await RecordAsync(
                connection,
                runId,
                TicketJob.Import,
                metrics,
                () => StageAsync(connection, runId, request, metrics, ct),
                ct);
            return new(runId, false, false, metrics, await DeriveAsync(connection, runId, ct));
        }
        finally
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
                await TicketLock.ReleaseAsync(connection);
        }
    }

    /// <summary>
    /// Derives what webhooks have brought since the last import. Null when there is nothing, or another one runs.
    /// </summary>
    public async Task<DerivationResult?> DeriveChangesAsync(CancellationToken ct)
    {
        if (!await SourceStore.HasChangesAsync(database.Source, ct) || !derivations.Any())
            return null;
        using var span = ShopTelemetry.Begin("tickets.derive");
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        if (!await TicketLock.TryTakeAsync(connection, ct))
            return null;
        try
        {
            await JobRunStore.InterruptAsync(connection, ct);
            var (runId, metrics) = (Guid.CreateVersion7(), new ImportMetrics());
            metrics.Changed["orders"] = await SourceStore.CountChangesAsync(connection, ct);
            DerivationResult? result = null;
            await RecordAsync(
                connection,
                runId,
                TicketJob.Webhook,
                metrics,
                async () => result = await DeriveAsync(connection, runId, ct),
                ct);
            return result;
        }
        finally
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
                await TicketLock.ReleaseAsync(connection);
        }
    }

    async Task<ImportMetrics> StageAsync(
        NpgsqlConnection connection, Guid runId, ImportRequest request, ImportMetrics metrics, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        await StagingStore.PrepareAsync(connection, ct);
        var writer = new StagingWriter(connection, runId, request, metrics);
        try
        {
            if (request.Offline is { } folder)
                await ReadRecordedAsync(connection, folder, writer, ct);
            else if (live.FirstOrDefault() is { } import)
                await import.RunAsync(connection, runId, request, writer, ct);
            else
                throw new ShopException(
                    ErrorCode.Unavailable,
                    "Tickets:QTickets:Token is not set, so nothing can be imported from QTickets.");
            await writer.FlushAsync(ct);
            return metrics;
        }
        catch (JsonException e)
        {
            throw new ShopException(
                ErrorCode.Unavailable,
                $"QTickets gave an answer that cannot be read: {e.Message}",
                permanent: false,
                e);
        }
        finally
        {
            await writer.SettleAsync();
            metrics.Seconds = Math.Round(watch.Elapsed.TotalSeconds, 3);
        }
    }

    static async Task ReadRecordedAsync(
        NpgsqlConnection connection, string folder, StagingWriter writer, CancellationToken ct)
    {
        using var objects = new ObjectReader();
        Dictionary<long, string?>? events = null;
        foreach (var answer in RecordedAnswers.In(folder))
        {
            if (answer.Resource == QTicketsResource.Inventory && events is null)
            {
                await writer.FlushAsync(ct);
                var shows = await SourceStore.ShowsAsync(connection, ct);
                events = shows.ToDictionary(show => show.Id, show => show.EventId);
            }
            await writer.AddAsync(answer, json => objects.Of(answer, json, events), ct);
        }
    }

    async Task<DerivationResult?> DeriveAsync(NpgsqlConnection connection, Guid runId, CancellationToken ct) =>
        derivations.FirstOrDefault() is { } derivation ? await derivation.RunAsync(connection, runId, ct) : null;

    /// <summary>Runs a job with a row in <c>tickets.job_runs</c> that says how it ended.</summary>
    async Task RecordAsync(
        NpgsqlConnection connection,
        Guid runId,
        TicketJob job,
        ImportMetrics metrics,
        Func<Task> work,
        CancellationToken ct)
    {
        await JobRunStore.BeginAsync(connection, runId, job, ct);
        var (status, message) = (JobStatus.Succeeded, "");
        try
        {
            await work();
            if (metrics.FirstRejection is { } rejection)
            {
                (status, message) = (JobStatus.Failed, $"{metrics.Rejected} objects cannot be read. {rejection}");
                LogRejected(metrics.Rejected, rejection);
            }
        }
        catch (Exception e)
        {
            (status, message) = e is OperationCanceledException
                ? (JobStatus.Interrupted, "The process was stopped; the next run resumes the work.")
                : (JobStatus.Failed, e is ShopException ? e.Message : $"{e.GetType().Name}: {e.Message}");
            throw;
        }
        finally
        {
            await EndAsync(connection, runId, job, status, message, metrics);
        }
    }

    async Task EndAsync(
        NpgsqlConnection connection, Guid runId, TicketJob job, JobStatus status, string message, ImportMetrics metrics)
    {
        var json = JsonSerializer.Serialize(metrics, TicketImportJson.Default.ImportMetrics);
        try
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
            {
                await JobRunStore.EndAsync(connection, runId, job, status, metrics.AllChanged, message, json, default);
                return;
            }
            await using var other = await database.Source.OpenConnectionAsync();
            await JobRunStore.EndAsync(other, runId, job, status, metrics.AllChanged, message, json, default);
        }
        catch (NpgsqlException e)
        {
            LogNotRecorded(e, job.Spelling(), runId);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Count} objects of QTickets cannot be read: {Reason}")]
    partial void LogRejected(long count, string reason);

    [LoggerMessage(LogLevel.Warning, "The end of the job {Job} {Run} could not be recorded; the next one will find it")]
    partial void LogNotRecorded(Exception e, string job, Guid run);
}
