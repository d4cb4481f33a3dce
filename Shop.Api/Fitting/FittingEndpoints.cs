using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Http;
using Shop.Fitting;

namespace Shop.Api.Fitting;

/// <summary>Tyre fitting: anyone sees free times, staff books them. Callers book through the telephone.</summary>
static class FittingEndpoints
{
    public static void MapFitting(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/fitting").WithTags("Fitting");
        api.MapGet("/stations", Stations);
        api.MapGet("/stations/{id:guid}/slots", Slots);
        var staff = api.MapGroup("/bookings").RequireRole(Role.Support);
        staff.MapGet("", Bookings);
        staff.MapPost("", Book).ProducesProblem(409);
        staff.MapPost("/{id:guid}/move", Move).ProducesProblem(409);
        staff.MapPost("/{id:guid}/cancel", Cancel).ProducesProblem(409);
    }

    public static void AddFitting(this IServiceCollection services) => services.AddSingleton<FittingStore>();

    static async Task<Ok<List<Station>>> Stations(FittingStore fitting, CancellationToken ct) =>
        TypedResults.Ok(await fitting.StationsAsync(ct));

    static async Task<Ok<List<FreeSlot>>> Slots(
        Guid id, FittingStore fitting, TimeProvider time, CancellationToken ct, DateOnly? date = null) =>
        TypedResults.Ok(await fitting.FreeAsync(id, Near(date, time), ct));

    /// <summary>The bookings of the days from one to another, at most a month, the cancelled ones too.</summary>
    static async Task<Ok<List<Booking>>> Bookings(
        FittingStore fitting, TimeProvider time, CancellationToken ct, DateOnly? from = null, DateOnly? to = null,
        Guid? station = null)
    {
        var first = Near(from, time);
        var last = to ?? first;
        if (last < first || last.DayNumber - first.DayNumber > 31)
            throw ShopException.Invalid("to", "The last day must be at most a month after the first.");
        return TypedResults.Ok(await fitting.BetweenAsync(first, last, station, ct));
    }

    /// <param name="request" example='{"station_id":"019b76dc-0000-7a10-8b01-3f5a9c1e0001",
    /// "starts_at":"2026-12-01T09:00:00Z","phone":"79261234567","note":"4 колеса R16"}'>A free time.</param>
    /// <response code="409">The time is full, is not one of the station's, or the phone has a booking then.</response>
    internal static async Task<Created<Booking>> Book(
        BookingRequest request, CurrentUser user, HttpContext http, FittingStore fitting, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        var wanted = new NewBooking(
            id, request.StationId!.Value, request.StartsAt!.Value.ToUniversalTime(), request.Phone!, request.Note
                ?? "");
        var booking = await fitting.BookAsync(wanted, user.Audit(http, "fitting.booked", $"{id}"), ct) ?? throw Full();
        return TypedResults.Created((string?)null, booking);
    }

    /// <param name="id">The booking.</param>
    /// <param name="request" example='{"starts_at":"2026-12-01T09:30:00Z"}'>The new time.</param>
    /// <response code="409">The new time is full, or the booking is over or cancelled.</response>
    internal static async Task<Results<Ok<Booking>, NotFound>> Move(
        Guid id, MoveRequest request, CurrentUser user, HttpContext http, FittingStore fitting, CancellationToken ct)
    {
        if (await fitting.FindAsync(id, ct) is not { } booking)
            return TypedResults.NotFound();
        var act = user.Audit(http, "fitting.moved", $"{id}");
        var station = request.StationId ?? booking.StationId;
        return TypedResults.Ok(
            await fitting.MoveAsync(id, station, request.StartsAt!.Value.ToUniversalTime(), act, ct) ?? throw Full());
    }

    /// <response code="409">The booking is over, or cancelled already.</response>
    internal static async Task<Results<NoContent, NotFound>> Cancel(
        Guid id, CurrentUser user, HttpContext http, FittingStore fitting, CancellationToken ct)
    {
        if (await fitting.FindAsync(id, ct) is null)
            return TypedResults.NotFound();
        if (!await fitting.CancelAsync(id, user.Audit(http, "fitting.cancelled", $"{id}"), ct))
            throw new ShopException(ErrorCode.Conflict, "The booking is over, or cancelled already.");
        return TypedResults.NoContent();
    }

    static ShopException Full() =>
        new(ErrorCode.Conflict, "This time is full, is not one of the station's, or the phone has a booking then.");

    // A date far away would overflow in the arithmetic of the database.
    static DateOnly Near(DateOnly? date, TimeProvider time)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return date is { } day && Math.Abs(day.DayNumber - today.DayNumber) < 3660 ? day : today;
    }
}
