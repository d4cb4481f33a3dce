using System.Globalization;
using Shop.Calls;
using Shop.Fitting;
using Shop.Voice.Understanding;

namespace Shop.Voice.Dialogue;

// Booking, moving and cancelling a tyre fitting.
sealed partial class Conversation
{
    async ValueTask FitAsync(IReadOnlyDictionary<string, string> entities, Turn turn, CancellationToken ct)
    {
        var stations = await tools.StationsAsync(turn, ct);
        Take(entities, stations);
        if (_memory.Phone is null)
        {
            turn.Ask(Question.Phone, turn.Texts.WhichPhone);
            return;
        }
        if (_memory.Topic != Topic.Book && _memory.Booking is null)
        {
            if (await tools.BookingsAsync(turn, _memory.Phone, ct) is not [var booking, ..])
            {
                Done(turn, turn.Texts.NoBooking, _done);
                return;
            }
            _memory.Booking = booking;
            _memory.Station ??= stations.Find(station => station.Id == booking.StationId);
        }
        if (_memory.Topic == Topic.Cancel)
        {
            var booking = _memory.Booking!;
            ReadBack(turn, turn.Texts.ConfirmCancel(NameOf(booking, stations), turn.Texts.Date(booking.Date),
                booking.Time));
            return;
        }
        if (_memory.Topic == Topic.Move && _memory.Date is null && _memory.Time is null)
        {
            var booking = _memory.Booking!;
            turn.Ask(Question.Day, turn.Texts.MoveTo(NameOf(booking, stations), turn.Texts.Date(booking.Date),
                booking.Time));
            return;
        }
        // "Move it to nine in the morning" means the same day.
        _memory.Date ??= _memory.Booking?.Date;
        await FindSlotAsync(stations, turn, ct);
    }

    void Take(IReadOnlyDictionary<string, string> entities, List<Station> stations)
    {
        if (entities.TryGetValue(Entity.Phone, out var phone))
            _memory.Phone = phone;
        if (entities.TryGetValue(Entity.Station, out var slug))
            _memory.Station = stations.Find(station => station.Slug == slug) ?? _memory.Station;
        // A model may name a day that does not exist.
        if (entities.TryGetValue(Entity.Date, out var date)
            && DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
                out var day))
        {
            _memory.Date = day;
            if (!entities.ContainsKey(Entity.Time) && _memory.Free.Count > 0)
                _memory.Time = null;
        }
        if (entities.TryGetValue(Entity.Time, out var time))
            _memory.Time = TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture);
        if (entities.TryGetValue(Entity.Part, out var part))
            _memory.Part = part;
        // A key or "the second one" chooses among what was read out.
        if (entities.TryGetValue(Entity.Choice, out var choice))
        {
            var count = _question.Choices;
            var index = choice == "last" ? count - 1 : (Integer(entities, Entity.Choice) ?? 0) - 1;
            if (_question.Expected == Expected.Station && index >= 0 && index < stations.Count)
                _memory.Station = stations[index];
            else if (_question.Expected == Expected.Time && index >= 0 && index < _memory.Free.Count)
                _memory.Time = _memory.Free[index].Time;
        }
    }

    async ValueTask FindSlotAsync(List<Station> stations, Turn turn, CancellationToken ct)
    {
        if (_memory.Station is null && stations.Count == 1)
            _memory.Station = stations[0];
        if (_memory.Station is not { } station)
        {
            turn.Say(turn.Texts.WhichStation);
            for (var i = 0; i < stations.Count; i++)
                turn.Say(turn.Texts.StationChoice(i + 1, NameOf(stations[i])));
            turn.Listen(Question.Station(stations.Count));
            return;
        }
        if (_memory.Date is not { } date)
        {
            turn.Ask(Question.Day, turn.Texts.WhichDay);
            return;
        }
        var free = await tools.FreeAsync(turn, station.Id, date, ct);
        if (free.Count == 0)
        {
            _memory.Date = null;
            turn.Ask(Question.Day, turn.Texts.DayFull(NameOf(station), turn.Texts.Date(date)));
            return;
        }
        if (_memory.Time is { } time && free.Exists(slot => slot.Time == time))
        {
            ReadBack(turn, _memory.Topic == Topic.Book
                ? turn.Texts.ConfirmBooking(NameOf(station), turn.Texts.Date(date), time, _memory.Phone!)
                : turn.Texts.ConfirmMove(NameOf(station), turn.Texts.Date(date), time));
            return;
        }
        if (_memory.Time is not null)
            turn.Say(turn.Texts.TimeTaken);
        Read(free);
        turn.Ask(
            Question.Time(_memory.Free.Count),
            turn.Texts.FreeTimes(NameOf(station), turn.Texts.Date(date), _memory.Free.ConvertAll(slot => slot.Time)));
        _memory.Time = null;
    }

    // The times nearest to the one that was wished, or those of the part of the day.
    void Read(List<FreeSlot> free)
    {
        var wished = _memory.Time?.ToTimeSpan() ?? _memory.Part switch
        {
            "morning" => TimeSpan.FromHours(9),
            "afternoon" => TimeSpan.FromHours(14),
            "evening" => TimeSpan.FromHours(18),
            _ => TimeSpan.Zero
        };
        _memory.Free.Clear();
        _memory.Free.AddRange(free
            .OrderBy(slot => (slot.Time.ToTimeSpan() - wished).Duration())
            .Take(options.Times)
            .OrderBy(slot => slot.Time));
    }

    async ValueTask DoFitAsync(Turn turn, CancellationToken ct)
    {
        var stations = await tools.StationsAsync(turn, ct);
        if (_memory.Topic == Topic.Cancel)
        {
            var isCancelled = await tools.CancelAsync(turn, _memory.Booking!.Id, ct);
            Done(turn, isCancelled ? turn.Texts.Cancelled : turn.Texts.NoBooking, isCancelled
                ? CallOutcome.Booked : _done);
            return;
        }
        var station = _memory.Station!;
        var free = await tools.FreeAsync(turn, station.Id, _memory.Date!.Value, ct);
        var slot = free.Find(slot => slot.Time == _memory.Time);
        if (slot is not null && _memory.Topic == Topic.Book)
        {
            var wanted = new NewBooking(_memory.Making, station.Id, slot.StartsAt, _memory.Phone!, "", call.Id);
            if (await tools.BookAsync(turn, wanted, ct) is { } booking)
            {
                Done(turn, turn.Texts.Booked(booking.Number, NameOf(station), turn.Texts.Date(booking.Date),
                    booking.Time),
                    CallOutcome.Booked);
                return;
            }
            // Somebody was faster, or the caller has that time already.
            if ((await tools.BookingsAsync(turn, _memory.Phone!, ct)).Exists(mine => mine.StartsAt == slot.StartsAt))
            {
                Done(turn, turn.Texts.CallerHasTime, _done);
                return;
            }
            _memory.Making = Guid.CreateVersion7();
        }
        else if (slot is not null
            && await tools.MoveAsync(turn, _memory.Booking!.Id, station.Id, slot.StartsAt, ct) is { } moved)
        {
            Done(turn, turn.Texts.Moved(NameOf(station), turn.Texts.Date(moved.Date), moved.Time), CallOutcome.Booked);
            return;
        }
        await FindSlotAsync(stations, turn, ct);
    }

    string NameOf(Booking booking, List<Station> stations) =>
        stations.Find(station => station.Id == booking.StationId) is { } station ? NameOf(station) : booking.Station;

    string NameOf(Station station) => _language switch
    {
        SpokenLanguage.Ukrainian => station.NameUk,
        SpokenLanguage.English => station.NameEn,
        _ => station.Name
    };
}
