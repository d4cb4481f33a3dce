using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;

namespace Shop.Pilot.Requests;

/// <summary>
/// Stores measurements: the requests themselves by COPY, and the sums of their minutes, in one transaction. Not for use
/// by several threads.
/// </summary>
public sealed class RequestWriter(
    NpgsqlDataSource database,
    RequestRecorder recorder,
    RequestWarnings warnings,
    IOptions<RequestOptions> options,
    TimeProvider time)
{
    /// <summary>How often to write. Half of what PostgreSQL spends on a batch does not depend on its size.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    const int Batch = 8_192;

    // An older measurement counts for the current minute, so that this process need not remember older minutes.
    static readonly TimeSpan Latest = TimeSpan.FromMinutes(2);

    readonly RequestRoutes _routes = new(database);
    readonly Dictionary<RequestKey, RequestSums> _minutes = [];
    readonly Dictionary<(DateOnly Day, RequestSource Source, UserAction Action), long> _actions = [];
    readonly HashSet<RequestKey> _changed = [];

    // The measurements that are not written yet. After a failure they are written again.
    readonly List<RequestMeasurement> _batch = new(Batch);
    bool _isAddedUp;
    int _writer;
    // Deleted after its day, and when an account is. Without it, nobody can tell whose hash it is, even with the id.
    Guid _salt;
    // As hashes with the salt of errors.
    HashSet<Guid> _erased = [];
    Guid? _saltOfErrors;

    /// <summary>
    /// Writes a batch and returns whether there may be more. After an exception, the next call writes the same batch.
    /// </summary>
    public async Task<bool> WriteAsync(CancellationToken ct)
    {
        while (_batch.Count < Batch && !_isAddedUp && recorder.TryRead(out var next))
            _batch.Add(next);
        if (_batch.Count == 0)
            return false;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        await PrepareAsync(today, ct);
        AddUp();
        try
        {
            await StoreAsync(today, ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation)
        {
            // No partition: the worker that creates them was away for a week.
            await database.ExecuteAsync(RequestStore.CreateDays, ct);
            await StoreAsync(today, ct);
        }
        var isFull = _batch.Count == Batch;
        Forget();
        return isFull;
    }

    /// <summary>Gives up the batch, because the database refuses it.</summary>
    public void Drop()
    {
        recorder.Lose(_batch.Count);
        // The sums in memory contain the batch. The rows that this writer has written stay as they are.
        _minutes.Clear();
        _writer = 0;
        Forget();
    }

    async Task PrepareAsync(DateOnly today, CancellationToken ct)
    {
        if (_writer == 0)
            _writer = (int)await database.ScalarAsync<long>($"select nextval('pilot.request_writers')", ct);
        (_salt, _erased) = await UsersAsync(today, ct);
        _saltOfErrors ??= await UserHash.SaltOfErrorsAsync(database, ct);
        await _routes.LoadAsync(_batch, ct);
    }

    // An erasure deletes the salt and adds the user in one transaction, so this statement sees both or neither.
    async Task<(Guid Salt, HashSet<Guid> Erased)> UsersAsync(DateOnly day, CancellationToken ct)
    {
        while (true)
        {
            var known = await database.ScalarAsync<Guid[]>(
                $"""
                select array[salt] || (select coalesce(array_agg(hash), array[]::uuid[]) from pilot.erased_users)
                from pilot.request_salts where day = {day}
                """, ct);
            if (known is [var salt, .. var erased])
                return (salt, [.. erased]);
            await database.ExecuteAsync(
                $"insert into pilot.request_salts (day) values ({day}) on conflict do nothing", ct);
        }
    }

    Guid? HashOf(Guid? user) =>
        user is not { } id || _erased.Count > 0 && _erased.Contains(UserHash.Of(id, _saltOfErrors!.Value))
            ? null
            : UserHash.Of(id, _salt);

    void AddUp()
    {
        if (_isAddedUp)
            return;
        var now = time.GetUtcNow().UtcDateTime;
        foreach (ref readonly var request in CollectionsMarshal.AsSpan(_batch))
        {
            var (isSlow, isRepeated, isChatty) = (IsSlow(request), IsRepeated(request), IsChatty(request));
            if (isSlow || isChatty)
                warnings.Add(request, isSlow, isChatty);
            var minute = RequestStep.Minute.Start(
                request.At > now - Latest && request.At < now + Latest ? request.At : now);
            foreach (var route in (ReadOnlySpan<int>)[_routes.IdOf(request), _routes.TotalOf(request.Source)])
                SumsOf(new(RequestStep.Minute, minute, route, request.Status, _writer)).Add(
                    request, isSlow, isChatty, isRepeated);
            if (request.Action is not { } action)
                continue;
            Count(DateOnly.FromDateTime(now), request.ActionSource, action);
            // A client of the API has no page where a checkout begins.
            if (action == UserAction.Order && request.ActionSource == RequestSource.Api)
                Count(DateOnly.FromDateTime(now), request.ActionSource, UserAction.Checkout);
        }
        if (recorder.TakeLost() is > 0 and var lost)
        {
            var total = _routes.TotalOf(_batch[0].Source);
            SumsOf(new(RequestStep.Minute, RequestStep.Minute.Start(now), total, 0, _writer)).Lost += lost;
        }
        _isAddedUp = true;
    }

    RequestSums SumsOf(RequestKey key)
    {
        _changed.Add(key);
        if (!_minutes.TryGetValue(key, out var sums))
            _minutes.Add(key, sums = new());
        return sums;
    }

    void Count(DateOnly day, RequestSource source, UserAction action) =>
        _actions[(day, source, action)] = _actions.GetValueOrDefault((day, source, action)) + 1;

    async Task StoreAsync(DateOnly today, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await CopyAsync(connection, today, ct);
        await connection.ExecuteAsync(
            RequestIntervals.Write([.. _changed.Select(key => KeyValuePair.Create(key, _minutes[key]))]), ct);
        if (_actions.Count > 0)
            await connection.ExecuteAsync(StoreActions(), ct);
        await transaction.CommitAsync(ct);
    }

    async Task CopyAsync(NpgsqlConnection connection, DateOnly today, CancellationToken ct)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync(RequestRows.Statement, ct);
        var rows = new RequestRows(copy);
        await rows.BeginAsync(ct);
        var from = today.AddDays(-1).ToDateTime(default, DateTimeKind.Utc);
        var to = time.GetUtcNow().UtcDateTime + Latest;
        foreach (var request in _batch)
        {
            var at = request.At < from ? from : request.At > to ? to : request.At;
            await rows.WriteAsync(
                request, at, _routes.IdOf(request), IsSlow(request), IsChatty(request), HashOf(request.User), ct);
        }
        await rows.EndAsync(ct);
    }

    Sql StoreActions()
    {
        var actions = _actions.OrderBy(row => row.Key).ToList();
        return Sql.Of(
            $"""
            insert into pilot.user_actions as a (day, source, action, count)
            select * from unnest(
                {actions.Select(row => row.Key.Day).ToArray()}, {actions.Select(row => row.Key.Source.Spelling()).ToArray()},
                {actions.Select(row => row.Key.Action.Spelling()).ToArray()}, {actions.Select(row => row.Value).ToArray()})
            on conflict (day, source, action) do update set count = a.count + excluded.count
            """);
    }

    void Forget()
    {
        _batch.Clear();
        _changed.Clear();
        _actions.Clear();
        _isAddedUp = false;
        var oldest = RequestStep.Minute.Start(time.GetUtcNow().UtcDateTime - Latest);
        foreach (var key in _minutes.Keys.Where(key => key.At < oldest).ToList())
            _minutes.Remove(key);
    }

    bool IsSlow(in RequestMeasurement request) => request.Duration > options.Value.Slow;

    bool IsChatty(in RequestMeasurement request) =>
        request.Statements > options.Value.MaxStatements || IsRepeated(request);

    bool IsRepeated(in RequestMeasurement request) => request.Repeats >= options.Value.Repeats;
}
