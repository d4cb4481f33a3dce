using Shop.Database;

namespace Shop.Fitting;

/// <summary>A place where tyres are fitted. Its times are in its own time zone.</summary>
public sealed record Station(
    Guid Id,
    string Slug,
    string Name,
    string NameEn,
    string NameUk,
    string Address,
    int Bays,
    TimeOnly Opens,
    TimeOnly Closes,
    int SlotMinutes,
    int[] Days,
    string TimeZone) : IRow<Station>
{
    internal static readonly Sql Columns = Sql.Of(
        $"""
        s.id, s.slug, s.name, s.name_en, s.name_uk, s.address, s.bays, s.opens, s.closes, s.slot_minutes, s.days, s.time_zone
        """);

    public static Station Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<int>(),
        row.Get<TimeOnly>(),
        row.Get<TimeOnly>(),
        row.Get<int>(),
        row.Get<int[]>(),
        row.Get<string>());
}

/// <summary>A time with free bays; <see cref="Time"/> and <see cref="Date"/> are the station's.</summary>
public sealed record FreeSlot(DateTimeOffset StartsAt, DateOnly Date, TimeOnly Time, int Free) : IRow<FreeSlot>
{
    public static FreeSlot Read(RowReader row) => new(
        row.Get<DateTimeOffset>(),
        row.Get<DateOnly>(),
        row.Get<TimeOnly>(),
        row.Get<int>());
}
