using System.ComponentModel.DataAnnotations;
using Npgsql;
using Shop.Audit;
using Shop.Database;

namespace Shop.Pilot.Health;

/// <summary>A time in which the shop may be away on purpose: it counts in no uptime and causes no alert.</summary>
public sealed record MaintenanceWindow(
    Guid Id, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Reason, Guid CreatedBy) : IRow<MaintenanceWindow>
{
    internal static readonly Sql Columns = Sql.Of($"id, starts_at, ends_at, reason, created_by");

    public static MaintenanceWindow Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<DateTimeOffset>(),
        row.Get<DateTimeOffset>(),
        row.Get<string>(),
        row.Get<Guid>());
}

/// <summary>A window that begins now unless it says when.</summary>
public sealed record MaintenanceRequest(
    [property: Required, StringLength(500)] string? Reason,
    [property: Range(1, MaintenanceRequest.Longest)] int Minutes,
    DateTimeOffset? StartsAt = null)
{
    public const int Longest = 7 * 24 * 60;
}

public sealed class MaintenanceStore(NpgsqlDataSource database)
{
    /// <summary>The windows of the last thirty days and all that are planned, newest first.</summary>
    public Task<List<MaintenanceWindow>> ListAsync(CancellationToken ct) => database.QueryAsync<MaintenanceWindow>(
        $"""
        select {MaintenanceWindow.Columns} from pilot.maintenance_windows
        where ends_at > now() - interval '30 days' order by starts_at desc, id limit 200
        """, ct);

    public async Task<MaintenanceWindow> AddAsync(MaintenanceRequest request, NewAuditEntry act, CancellationToken ct)
    {
        var starts = Sql.Of($"coalesce({request.StartsAt?.ToUniversalTime()}, now())");
        return (await database.QuerySingleAsync<MaintenanceWindow>(
            $"""
            with added as (
                insert into pilot.maintenance_windows (id, starts_at, ends_at, reason, created_by)
                values ({Guid.CreateVersion7()}, {starts}, {starts} + {TimeSpan.FromMinutes(request.Minutes)},
                    {request.Reason!}, {act.Actor})
                returning {MaintenanceWindow.Columns})
            {NewAuditEntry.With(act, Sql.Of($"added"))}
            select {MaintenanceWindow.Columns} from added
            """, ct))!;
    }

    /// <summary>Ends a window now, or removes one that has not begun. False when there is no such window.</summary>
    public async Task<bool> EndAsync(Guid id, NewAuditEntry act, CancellationToken ct) =>
        await database.ScalarAsync<bool>(
            $"""
            with ended as (
                update pilot.maintenance_windows set ends_at = now()
                where id = {id} and starts_at < now() and ends_at > now() returning id),
            removed as (
                delete from pilot.maintenance_windows where id = {id} and starts_at >= now() returning id),
            done as (select id from ended union all select id from removed)
            {NewAuditEntry.With(act, Sql.Of($"done"))}
            select exists (select from pilot.maintenance_windows where id = {id})
            """, ct);

    internal static Sql Old(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"pilot.maintenance_windows"), Sql.Of($"ends_at < now() - {age}"));
}
