using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Tickets.QTickets;

namespace Shop.Tickets.Import;

/// <summary>
/// Reads from QTickets what has changed, or everything. Each list is read from one id to the next in the order of ids,
/// and how far it has come is stored with its objects, so the next run goes on where this one has died.
/// </summary>
public sealed class LiveImport(QTicketsClient qtickets, IOptions<TicketImportOptions> options, TimeProvider time)
{
    // A pass that began earlier is too old to go on with: its beginning becomes the next watermark.
    static readonly TimeSpan OldestPass = TimeSpan.FromDays(1);

    internal async Task RunAsync(
        NpgsqlConnection connection, Guid runId, ImportRequest request, StagingWriter writer, CancellationToken ct)
    {
        var run = new Run(connection, runId, request, writer);
        using var objects = new ObjectReader();
        QTicketsResource[] lists = [QTicketsResource.Events, QTicketsResource.Orders];
        foreach (var resource in lists)
            // A resumed pass has not seen what has changed since then among the ids that it already had.
            if (await PassAsync(run, resource, objects, ct))
                await PassAsync(run, resource, objects, ct);
        await InventoryAsync(run, objects, ct);
    }

    sealed record Run(NpgsqlConnection Connection, Guid Id, ImportRequest Request, StagingWriter Writer);

    /// <returns>Whether it resumed the pass of a run that died.</returns>
    async Task<bool> PassAsync(Run run, QTicketsResource resource, ObjectReader objects, CancellationToken ct)
    {
        var source = await SourceStore.FindAsync(run.Connection, resource, ct);
        var pass = Begin(source, resource, run.Request);
        var (isResumed, isWhole) = (pass is not null, true);
        for (var (number, isLast) = (1, false); !isLast; number++)
        {
            var after = pass?.AfterId ?? 0;
            var since = pass is null ? SinceOf(source, run.Request) : pass.Since;
            var answer = await CallAsync(
                () => qtickets.ListAsync(resource, after, since is { } from ? ("updated_at", from) : null, ct), ct);
            pass ??= new(resource, answer.At, since, 0);
            var page = await AddAsync(run, answer with { Page = number }, objects, ct);
            Check(page, after, resource);
            isWhole &= page.Rejected == 0;
            isLast = page.Ids.Count == 0;
            if (resource == QTicketsResource.Events)
                foreach (var id in page.Ids)
                    isWhole &= await AddShowsAsync(run, id, objects, ct);
            if (since is null && !run.Request.DryRun)
                isWhole &= await FindMissingAsync(run, resource, after, page, answer.At, objects, ct);
            if (!isLast)
                pass = pass with { AfterId = page.Ids[^1] };
            // A run that resumes the pass begins with the object that could not be read.
            if (!run.Request.DryRun && isWhole)
                await run.Writer.ReachedAsync(pass, ct);
        }
        isWhole &= await AddDeletedAsync(run, resource, pass!.Since, objects, ct);
        await run.Writer.FlushAsync(ct);
        if (run.Request.DryRun)
            return false;
        await EndAsync(pass);
        if (resource == QTicketsResource.Events)
            await EndAsync(pass with { Resource = QTicketsResource.Shows });
        return isResumed;

        // An object that cannot be read is asked for again until somebody has looked at it.
        Task EndAsync(Pass ended) => isWhole
            ? SourceStore.CompleteAsync(run.Connection, ended, ct)
            : SourceStore.AbandonAsync(run.Connection, ended.Resource, ct);
    }

    // The pass of a run that died, or null for a new one, which begins with its first answer.
    Pass? Begin(ImportSource source, QTicketsResource resource, ImportRequest request) =>
        request is { From: null, DryRun: false }
            && source.BeganAt is { } beganAt
            && time.GetUtcNow() - beganAt < OldestPass
            ? new(resource, beganAt, source.Since, source.AfterId ?? 0)
            : null;

    DateTimeOffset? SinceOf(ImportSource source, ImportRequest request) =>
        request.From is { } from ? Moscow.StartOf(from)
        : source.Watermark is not { } watermark || source.FullAt is not { } full
            || time.GetUtcNow() - full >= options.Value.FullInterval ? null
        : watermark - options.Value.Overlap;

    /// <summary>Lists leave deleted objects out unless they are asked for.</summary>
    async Task<bool> AddDeletedAsync(
        Run run, QTicketsResource resource, DateTimeOffset? since, ObjectReader objects, CancellationToken ct)
    {
        var from = since ?? DateTimeOffset.UnixEpoch;
        var isWhole = true;
        Page page;
        for (var (after, number) = (0L, 1); ; after = page.Ids[^1], number++)
        {
            var last = after;
            var answer = await CallAsync(() => qtickets.ListAsync(resource, last, ("deleted_at", from), ct), ct);
            page = await AddAsync(run, answer with { Page = number }, objects, ct);
            Check(page, after, resource);
            isWhole &= page.Rejected == 0;
            if (page.Ids.Count == 0)
                return isWhole;
        }
    }

    async Task<bool> AddShowsAsync(Run run, long id, ObjectReader objects, CancellationToken ct) =>
        await CallAsync(() => qtickets.EventAsync(id, ct), ct) is not { } answer
        || (await AddAsync(run, answer, objects, ct)).Rejected == 0;

    /// <summary>
    /// What staging has between two ids and a list of everything has not: each is asked for by itself, because it may
    /// only have been deleted while the list was read.
    /// </summary>
    async Task<bool> FindMissingAsync(
        Run run,
        QTicketsResource resource,
        long after,
        Page page,
        DateTimeOffset at,
        ObjectReader objects,
        CancellationToken ct)
    {
        await run.Writer.FlushAsync(ct);
        var upTo = page.Ids.Count == 0 ? long.MaxValue : page.Ids[^1];
        var missing = await SourceStore.MissingAsync(run.Connection, resource, after, upTo, [.. page.Ids], ct);
        var isWhole = true;
        foreach (var id in missing)
        {
            var answer = await CallAsync(
                () => resource == QTicketsResource.Orders ? qtickets.OrderAsync(id, ct) : qtickets.EventAsync(id, ct),
                ct);
            if (answer is null)
                await SourceStore.DeleteAsync(run.Connection, run.Id, resource, id, at, ct);
            else if (resource == QTicketsResource.Orders)
                isWhole &= (await AddAsync(run, answer, objects, ct)).Rejected == 0;
        }
        await run.Writer.FlushAsync(ct);
        return isWhole;
    }

    async Task InventoryAsync(Run run, ObjectReader objects, CancellationToken ct)
    {
        var shows = await SourceStore.ShowsAsync(run.Connection, ct);
        var events = shows.ToDictionary(show => show.Id, show => show.EventId);
        var (oldest, isWhole) = (time.GetUtcNow() - options.Value.InventoryAfterEnd, true);
        DateTimeOffset? beganAt = null;
        foreach (var show in shows.Where(show => !(EndOf(show) < oldest)))
        {
            if (await CallAsync(() => qtickets.SeatsAsync(show.Id, ct), ct) is not { } answer)
                continue;
            beganAt ??= answer.At;
            var page = await run.Writer.AddAsync(answer, json => objects.Of(answer, json, events), ct);
            isWhole &= page.Rejected == 0;
        }
        await run.Writer.FlushAsync(ct);
        if (!run.Request.DryRun && isWhole)
            await SourceStore.CompleteAsync(
                run.Connection, new(QTicketsResource.Inventory, beganAt ?? time.GetUtcNow(), null, 0), ct);
    }

    static DateTimeOffset? EndOf(CurrentShow show) =>
        DateTimeOffset.TryParse(show.EndsAt, CultureInfo.InvariantCulture, out var end) ? end : null;

    static Task<Page> AddAsync(Run run, QTicketsAnswer answer, ObjectReader objects, CancellationToken ct) =>
        run.Writer.AddAsync(answer, json => objects.Of(answer, json), ct);

    // Without its filter QTickets would give the first page again and again.
    static void Check(Page page, long after, QTicketsResource resource)
    {
        foreach (var id in page.Ids)
            if (id <= after)
                throw new ShopException(
                    ErrorCode.Unavailable,
                    $"The list of {resource.Spelling()} ignores the filter. "
                        + "A proxy may have dropped the body of the GET.");
            else
                after = id;
        if (page.Ids.Count == 0 && page.Rejected > 0)
            throw new ShopException(
                ErrorCode.Unavailable, $"No object of a whole page of {resource.Spelling()} can be read.");
    }

    /// <summary>
    /// Waits longer than the HTTP client, which repeats a call within seconds because most callers have somebody
    /// waiting.
    /// </summary>
    async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken ct)
    {
        var settings = options.Value;
        for (var (attempt, pause) = (1, settings.Pause); ; attempt++, pause *= 2)
            try
            {
                return await call();
            }
            catch (Exception e) when (e is HttpRequestException or ShopException { Permanent: false })
            {
                var wait = (e as ShopException)?.RetryAfter ?? pause;
                if (attempt >= settings.Attempts || wait > settings.LongestPause)
                    throw e is ShopException
                        ? e
                        : new ShopException(ErrorCode.Unavailable, $"QTickets: {e.Message}", permanent: false, e);
                await Task.Delay(wait, time, ct);
            }
    }
}
