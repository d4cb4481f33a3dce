using Npgsql;
using Shop.Audit;
using Shop.Database;

namespace Shop.Fitting;

/// <summary>
/// Stations, their free times and bookings. Two unique indexes decide who gets the last bay; the statements only choose
/// a bay that looks free.
/// </summary>
public sealed class FittingStore(NpgsqlDataSource database)
{
    /// <summary>How many coming bookings one phone may have.</summary>
    public const int MaxComing = 5;

    /// <summary>How far ahead people may book.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(60);

    static readonly Sql Table = Sql.Of($"fitting.bookings b join fitting.stations s on s.id = b.station_id");

    public Task<List<Station>> StationsAsync(CancellationToken ct) => database.QueryAsync<Station>(
        $"select {Station.Columns} from fitting.stations s where s.closed_at is null order by s.slug", ct);

    /// <summary>The free times of a station on a day of its own, and how many bays are free then.</summary>
    public Task<List<FreeSlot>> FreeAsync(Guid station, DateOnly date, CancellationToken ct) =>
        database.QueryAsync<FreeSlot>(
            $"""
            with slots as (
                {SlotsOf(Sql.Of($"s.id = {station}"), date)}
            )
            select slots.starts_at, {date}::date, (slots.starts_at at time zone slots.time_zone)::time,
                (slots.bays - (select count(*) from fitting.bookings b
                    where b.station_id = slots.station_id and b.starts_at = slots.starts_at and b.status = 'booked'))::integer as free
            from slots
            where slots.starts_at > now() and slots.starts_at < now() + {Horizon}
                and slots.bays > (select count(*) from fitting.bookings b
                    where b.station_id = slots.station_id and b.starts_at = slots.starts_at and b.status = 'booked')
            order by slots.starts_at
            """, ct);

    /// <summary>
    /// Books a free bay. A repeated id returns the first booking. Null when the time is full, is not one of the
    /// station's, or the caller has it already.
    /// </summary>
    public async Task<Booking?> BookAsync(NewBooking wanted, NewAuditEntry? act, CancellationToken ct)
    {
        // Each failed attempt means that somebody else has got a bay meanwhile, so there are at most as many as bays.
        for (var attempt = 0; attempt <= 50; attempt++)
        {
            await database.ExecuteAsync(
                $"""
                with booked as (
                    insert into fitting.bookings (id, station_id, bay, starts_at, ends_at, phone, note, call_id)
                    select {wanted.Id}, s.id, free.bay, {wanted.StartsAt}, {wanted.StartsAt} + s.slot_minutes * interval '1 minute',
                        {wanted.Phone}, {wanted.Note}, {wanted.Call}
                    from fitting.stations s cross join lateral ({FreeBay(wanted.StartsAt)}) free
                    where s.id = {wanted.Station} and s.closed_at is null and {IsSlot(wanted.StartsAt)}
                        and (select count(*) from fitting.bookings mine
                            where mine.phone = {wanted.Phone} and mine.status = 'booked' and mine.starts_at > now()) < {MaxComing}
                    on conflict do nothing
                    returning id)
                {NewAuditEntry.With(act, Sql.Of($"booked"))}
                select from booked
                """, ct);
            if (await FindAsync(wanted.Id, ct) is { } booking)
                return booking;
            if (!await CanBookAsync(wanted, ct))
                return null;
        }
        return null;
    }

    /// <summary>
    /// Moves a booking to another time or station, in one statement: the old bay becomes free only if the new one is
    /// booked. Null when that time is full or the booking is not a coming one.
    /// </summary>
    public async Task<Booking?> MoveAsync(
        Guid id, Guid station, DateTimeOffset startsAt, NewAuditEntry? act, CancellationToken ct)
    {
        for (var attempt = 0; attempt <= 50; attempt++)
            try
            {
                var moved = await database.ScalarAsync<long>(
                    $"""
                    with moved as (
                        update fitting.bookings b
                        set station_id = s.id, bay = free.bay, starts_at = {startsAt},
                            ends_at = {startsAt} + s.slot_minutes * interval '1 minute', changed_at = now()
                        from fitting.stations s cross join lateral ({FreeBay(startsAt)}) free
                        where b.id = {id} and b.status = 'booked' and b.starts_at > now()
                            and s.id = {station} and s.closed_at is null and {IsSlot(startsAt)}
                        returning b.id)
                    {NewAuditEntry.With(act, Sql.Of($"moved"))}
                    select count(*) from moved
                    """, ct);
                return moved == 1 ? await FindAsync(id, ct) : null;
            }
            catch (PostgresException e) when (e.ConstraintName == "bookings_bay")
            {
                // Somebody else has just booked that bay; another one may be free.
            }
            catch (PostgresException e) when (e.ConstraintName == "bookings_caller")
            {
                return null;
            }
        return null;
    }

    /// <summary>False when it was not a coming booking.</summary>
    public async Task<bool> CancelAsync(Guid id, NewAuditEntry? act, CancellationToken ct) =>
        await database.ScalarAsync<long>(
            $"""
            with cancelled as (
                update fitting.bookings set status = 'cancelled', changed_at = now()
                where id = {id} and status = 'booked' and starts_at > now() returning id)
            {NewAuditEntry.With(act, Sql.Of($"cancelled"))}
            select count(*) from cancelled
            """, ct) == 1;

    public Task<Booking?> FindAsync(Guid id, CancellationToken ct) => database.QuerySingleAsync<Booking>(
        $"select {Booking.Columns} from {Table} where b.id = {id}", ct);

    /// <summary>The coming bookings of a phone, the next one first.</summary>
    public Task<List<Booking>> ComingAsync(string phone, CancellationToken ct) => database.QueryAsync<Booking>(
        $"""
        select {Booking.Columns} from {Table}
        where b.phone = {phone} and b.status = 'booked' and b.starts_at > now() order by b.starts_at limit {MaxComing}
        """, ct);

    /// <summary>All bookings of the days from one to another, the cancelled ones too.</summary>
    public Task<List<Booking>> BetweenAsync(DateOnly from, DateOnly to, Guid? station, CancellationToken ct) =>
        database.QueryAsync<Booking>(
            $"""
            select {Booking.Columns} from {Table}
            where b.starts_at >= {from}::timestamp at time zone s.time_zone
                and b.starts_at < ({to}::date + 1)::timestamp at time zone s.time_zone
                and b.starts_at between {from}::date - interval '1 day' and {to}::date + interval '2 days'
                and b.station_id = coalesce({station}, b.station_id)
            order by b.starts_at, s.slug, b.bay limit 2000
            """, ct);

    internal static Sql Export(string phone) => Sql.Of(
        $"""
        select coalesce(jsonb_agg(to_jsonb(b) order by b.starts_at), '[]') from fitting.bookings b where b.phone = {phone}
        """);

    internal static Sql Forget(string phone) => Sql.Of($"delete from fitting.bookings where phone = {phone}");

    internal static Sql Old(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"fitting.bookings"), Sql.Of($"ends_at < now() - {age}"));

    async Task<bool> CanBookAsync(NewBooking wanted, CancellationToken ct) => await database.ScalarAsync<bool>(
        $"""
        select exists (
            select from fitting.stations s cross join lateral ({FreeBay(wanted.StartsAt)}) free
            where s.id = {wanted.Station} and s.closed_at is null and {IsSlot(wanted.StartsAt)})
            and not exists (select from fitting.bookings mine
                where mine.phone = {wanted.Phone} and mine.status = 'booked' and mine.starts_at = {wanted.StartsAt})
            and (select count(*) from fitting.bookings mine
                where mine.phone = {wanted.Phone} and mine.status = 'booked' and mine.starts_at > now()) < {MaxComing}
        """, ct);

    static Sql FreeBay(DateTimeOffset startsAt) => Sql.Of(
        $"""
        select one.bay from generate_series(1, s.bays) one (bay)
        where not exists (select from fitting.bookings taken
            where taken.station_id = s.id and taken.starts_at = {startsAt} and taken.bay = one.bay and taken.status = 'booked')
        order by one.bay limit 1
        """);

    /// <summary>Whether a time is a whole slot of station <c>s</c>, in the future.</summary>
    static Sql IsSlot(DateTimeOffset startsAt)
    {
        var local = Sql.Of($"({startsAt}::timestamptz at time zone s.time_zone)");
        return Sql.Of(
            $"""
            {startsAt} > now() and {startsAt} < now() + {Horizon}
            and extract(isodow from {local})::integer = any(s.days)
            and {local}::time >= s.opens
            and ({local}::time - s.opens) <= (s.closes - s.opens) - s.slot_minutes * interval '1 minute'
            and extract(epoch from {local}::time - s.opens)::bigint % (s.slot_minutes * 60) = 0
            """);
    }

    static Sql SlotsOf(Sql station, DateOnly date) => Sql.Of(
        $"""
        select s.id as station_id, s.bays, s.time_zone, slot at time zone s.time_zone as starts_at
        from fitting.stations s cross join lateral generate_series(
            {date}::date + s.opens, {date}::date + s.closes - s.slot_minutes * interval '1 minute',
            s.slot_minutes * interval '1 minute') slot
        where {station} and s.closed_at is null and extract(isodow from {date}::date)::integer = any(s.days)
        """);
}
