using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Fitting;

[JsonConverter(typeof(EnumNameConverter<BookingStatus>))]
public enum BookingStatus
{
    Booked,
    Cancelled
}

/// <summary>A bay booked for one slot; <see cref="Date"/> and <see cref="Time"/> are the station's.</summary>
public sealed record Booking(
    Guid Id,
    string Number,
    Guid StationId,
    string Station,
    int Bay,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    DateOnly Date,
    TimeOnly Time,
    string Phone,
    BookingStatus Status,
    string Note,
    Guid? CallId,
    DateTimeOffset CreatedAt) : IRow<Booking>
{
    internal static readonly Sql Columns = Sql.Of(
        $"""
        b.id, b.number, b.station_id, s.slug, b.bay, b.starts_at, b.ends_at, (b.starts_at at time zone s.time_zone)::date,
        (b.starts_at at time zone s.time_zone)::time, b.phone, b.status, b.note, b.call_id, b.created_at
        """);

    public static Booking Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Get<Guid>(),
        row.Get<string>(),
        row.Get<int>(),
        row.Get<DateTimeOffset>(),
        row.Get<DateTimeOffset>(),
        row.Get<DateOnly>(),
        row.Get<TimeOnly>(),
        row.Get<string>(),
        row.Named<BookingStatus>(),
        row.Get<string>(),
        row.Get<Guid?>(),
        row.Get<DateTimeOffset>());
}

/// <summary>The id is the asking side's own, so that a repeated request books once.</summary>
public sealed record NewBooking(
    Guid Id, Guid Station, DateTimeOffset StartsAt, string Phone, string Note = "", Guid? Call = null);
