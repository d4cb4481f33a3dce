using Npgsql;
using Shop.Database;
using Shop.Fitting;

namespace Shop.Tests.Fitting;

/// <summary>Bookings on a real PostgreSQL. Each test has a station of its own.</summary>
public class BookingTests(ShopFixture shop)
{
    static int _phones;

    [Fact]
    public async Task A_hundred_callers_race_for_ten_bays_and_exactly_ten_get_one()
    {
        var ct = TestContext.Current.CancellationToken;
        var (_, station, slot) = await StationAsync(bays: 10, ct);
        // The server has connections for the other tests too; the callers queue for these.
        await using var connections = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(await shop.ConnectionStringAsync(
                ShopDatabase.Name))
            { MaxPoolSize = 20 });
        var fitting = new FittingStore(connections);

        var booked = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ =>
            fitting.BookAsync(New(station, slot), null, ct)));

        var got = booked.OfType<Booking>().ToList();
        Assert.Equal(10, got.Count);
        Assert.Equal(Enumerable.Range(1, 10), got.Select(booking => booking.Bay).Order());
        Assert.Equal(10L, await CountAsync(station, ct));
        Assert.DoesNotContain(await fitting.FreeAsync(station, slot.Date, ct), free => free.StartsAt == slot.StartsAt);
    }

    [Fact]
    public async Task Callers_who_move_race_too_and_nobody_loses_a_booking()
    {
        var ct = TestContext.Current.CancellationToken;
        var (fitting, station, slot) = await StationAsync(bays: 5, ct);
        var later = (await fitting.FreeAsync(station, slot.Date, ct))[^1];
        var booked = new List<Booking>();
        for (var i = 0; i < 5; i++)
            booked.Add((await fitting.BookAsync(New(station, slot), null, ct))!);
        await fitting.BookAsync(New(station, later), null, ct);
        await fitting.BookAsync(New(station, later), null, ct);

        var moved = await Task.WhenAll(booked.Select(booking =>
            fitting.MoveAsync(booking.Id, station, later.StartsAt, null, ct)));

        Assert.Equal(3, moved.OfType<Booking>().Count());
        Assert.Equal(7L, await CountAsync(station, ct));
        var free = await fitting.FreeAsync(station, slot.Date, ct);
        Assert.Equal(3, free.Single(one => one.StartsAt == slot.StartsAt).Free);
    }

    [Fact]
    public async Task A_repeated_request_books_once_and_a_cancelled_bay_is_free_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var (fitting, station, slot) = await StationAsync(bays: 1, ct);
        var wanted = New(station, slot);

        var first = await fitting.BookAsync(wanted, null, ct);
        var again = await fitting.BookAsync(wanted, null, ct);
        Assert.Equal((first!.Number, 1L), (again!.Number, await CountAsync(station, ct)));
        Assert.Null(await fitting.BookAsync(New(station, slot), null, ct));

        Assert.True(await fitting.CancelAsync(first.Id, null, ct));
        Assert.False(await fitting.CancelAsync(first.Id, null, ct));
        Assert.NotNull(await fitting.BookAsync(New(station, slot), null, ct));
    }

    [Fact]
    public async Task Only_whole_slots_of_an_open_day_can_be_booked_and_a_caller_has_one_at_a_time()
    {
        var ct = TestContext.Current.CancellationToken;
        var (fitting, station, slot) = await StationAsync(bays: 3, ct);
        var wanted = New(station, slot);
        DateTimeOffset[] wrong =
        [
            slot.StartsAt.AddMinutes(1), slot.StartsAt.AddDays(-30), slot.StartsAt.AddDays(100),
            slot.StartsAt.AddHours(12)
        ];
        foreach (var time in wrong)
            Assert.Null(await fitting.BookAsync(wanted with { StartsAt = time }, null, ct));

        Assert.NotNull(await fitting.BookAsync(wanted, null, ct));
        Assert.Null(await fitting.BookAsync(wanted with { Id = Guid.CreateVersion7() }, null, ct));
        Assert.Equal(1L, await CountAsync(station, ct));
    }

    // Open every day from nine to five, so that tomorrow is always one of its days.
    async Task<(FittingStore Fitting, Guid Station, FreeSlot Slot)> StationAsync(int bays, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        await shop.Database.ExecuteAsync(
            $"""
            insert into fitting.stations
                (id, slug, name, name_en, name_uk, address, bays, opens, closes, slot_minutes, days, closed_at)
            values ({id}, {"zz-" + id.ToString("N")}, 'Проба', 'Test', 'Проба', '', {bays}, '09:00', '17:00', 30,
                array[1, 2, 3, 4, 5, 6, 7], null)
            """, ct);
        var fitting = new FittingStore(shop.Database);
        var tomorrow = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(2);
        return (fitting, id, (await fitting.FreeAsync(id, tomorrow, ct))[0]);
    }

    static NewBooking New(Guid station, FreeSlot slot) => new(
        Guid.CreateVersion7(), station, slot.StartsAt, $"7999{Interlocked.Increment(ref _phones):0000000}");

    async Task<long> CountAsync(Guid station, CancellationToken ct) => await shop.Database.ScalarAsync<long>(
        $"select count(*) from fitting.bookings where station_id = {station} and status = 'booked'", ct);
}
