using Airport;

namespace LabelledErrors.Unseen;

static class AirportBugs
{
    static readonly IWeather Weather = new Retried(new Station(), 2);
    static readonly Registry Registry = new();

    public static readonly IReadOnlyList<Bug> All =
    [
        Bug.Of("overweight", values => Weight.Sum<Weight>([new(int.MaxValue), new(values.Number)])),
        Bug.Of("weight", values => Weight.Parse($"{values.Name} kg")),
        Bug.Of("runway", values => new Arrival().Go("land", values.Number.ToString("D5"))),
        Bug.Of("no runway", _ => new Arrival().Go("land", "1")),
        Bug.Of("gate", values => new Arrival().Go("dock", values.Number.ToString("D3"))),
        Bug.Of("step", values => new Arrival().Go(values.Name, "")),
        Bug.Of("two steps", _ => new Departure().Go("board", "")),
        new("wind", async values => await Weather.WindAsync(new string('x', 41) + values.Number, default)),
        new("wind cancelled", async values => await Weather.WindAsync(values.Name, new(canceled: true))),
        new("gusts", async values => await Weather.GustsAsync("?" + values.Name, default)),
        new("belt", values => new Belt().MoveAsync(values.AnyId, 5)),
        new("heavy bag", values => new Belt().MoveAsync(values.AnyId, 1_000_000 + values.Number)),
        Bug.Of("belt closed", values => new Belt().Reopen(values.AnyId)),
        new("check-in", values => Registry.CheckInAsync(values.Hex(5))),
        new("cancel", values => Registry.CancelAsync(values.Id)),
        new("count", values => Registry.CountAsync($"flights_{values.Number}")),
        Bug.Of("passport", values => Documents.Number(values.Name)),
        Bug.Of("photo", values => Documents.Photo($"?{values.AnyId}")),
        Bug.Of("birth", values => Documents.Birth($"{values.Date}!")),
        Bug.Of("page", values => Documents.Page(values.Name, values.Number + 100)),
        Bug.Of("chip", values => Documents.Chip(new byte[values.Number % 8])),
        Bug.Of("document", values => Documents.Open<string>($"Airport.Visa{values.Number}")),
        Bug.Of("rename", values => new Timetable().Rename(values.Name)),
        Bug.Of("first", values => new Timetable().First(flight => flight == values.Name)),
        Bug.Of("only", _ => new Timetable().Only()),
        new("change", values => new Timetable().ChangeAsync(values.Quoted)),
        Bug.Of("letter", values => new Timetable().ByLetter(values.Number + 10)),
        Bug.Of("delays", values => new Timetable().Delays($"1;{values.Quoted}").ToList()),
        new("wait", values => new Timetable().WaitAsync(TimeSpan.FromTicks(values.Number))),
        new("route seats", values => Airport.Program.Seats(values), "GET /flights/{id}/seats"),
        new("route tickets", values => Airport.Program.Tickets(values), "POST /tickets"),
        new("provider", values => Airport.Program.PayAsync(values), "POST /tickets/{id}/payment"),
        new("announce", values => Airport.Program.AnnounceAsync(values)),
        new("stream", values => Airport.Program.StreamAsync(values))
    ];
}
