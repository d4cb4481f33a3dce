using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Shop.Accounts;
using Shop.Calls;
using Shop.Database;
using Shop.Fitting;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Voice.Dialogue;
using Shop.Tests.Web;

namespace Shop.Tests.Calls;

/// <summary>What staff sees of a call, and what is kept of a phone number.</summary>
public class CallApiTests(ShopFixture shop)
{
    [Fact]
    public async Task Support_sees_a_live_call_and_then_its_transcript_with_times()
    {
        var ct = TestContext.Current.CancellationToken;
        var (id, phone) = await CallAsync(ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct);

        Assert.True((await support.VisitAsync("/staff/calls", ct)).Has($"href=\"/staff/calls/{id}\""));
        var store = new CallStore(shop.Database);
        await store.EndAsync(
            new(id, TimeProvider.System.GetUtcNow(), CallOutcome.Answered, NextStop.HangUp,
                """{"size":"205/55 R16"}""", 8000, null),
            ct);
        var history = await support.VisitAsync($"/staff/calls?caller={phone}&outcome=answered", ct);
        Assert.True(history.Has($"href=\"/staff/calls/{id}\""), history.Text);
        var page = await support.VisitAsync($"/staff/calls/{id}", ct);
        foreach (var text in (string[])["205/55 R16", "зимние <b> шины", "нашлось 2", "120 мс", "узнаёт о заказе"])
            Assert.True(page.Has(text), $"{text}\n{page.Text}");
        Assert.DoesNotContain("<b>", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_of_a_phone_number_is_exported_and_forgotten()
    {
        var ct = TestContext.Current.CancellationToken;
        var (id, phone) = await CallAsync(ct);
        var admin = await Customers.AdminAsync(shop, ct);
        var path = $"/api/calls/callers/{phone}";

        var kept = await admin.Api.GetJsonAsync(path, ct);
        Assert.Equal(($"{id}", phone), ((string)kept["calls"]![0]!["id"]!, (string)kept["phone"]!));
        using var forgotten = await admin.Api.DeleteAsync(path, ct);
        Assert.Equal(HttpStatusCode.NoContent, forgotten.StatusCode);
        Assert.Empty((await admin.Api.GetJsonAsync(path, ct))["calls"]!.AsArray());
    }

    [Fact]
    public async Task Support_books_moves_and_cancels_a_fitting()
    {
        var ct = TestContext.Current.CancellationToken;
        var phone = Call.NewPhone();
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct);
        var fitting = new FittingStore(shop.Database);
        var station = (await fitting.StationsAsync(ct)).Single(one => one.Slug == "lesnaya");
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(20);
        var path = $"/staff/bookings?date={day:yyyy-MM-dd}&station={station.Id}";

        var page = await support.VisitAsync(path, ct);
        var free = await fitting.FreeAsync(station.Id, day, ct);
        var booked = await support.Browser.SubmitAsync(
            page, "name=\"phone\"", ct, ("slot", Iso(free[0])), ("phone", phone));
        Assert.True(booked.Has(phone), booked.Text);
        var booking = Assert.Single(await fitting.ComingAsync(phone, ct));
        await support.Browser.SubmitAsync(booked, $"bookings/{booking.Id}/move", ct, ("slot", Iso(free[^1])));
        Assert.Equal(free[^1].StartsAt, (await fitting.FindAsync(booking.Id, ct))!.StartsAt);
        page = await support.VisitAsync(path, ct);
        page = await support.Browser.SubmitAsync(page, $"bookings/{booking.Id}/cancel", ct);
        Assert.True(page.Has("отменена"), page.Text);

        static string Iso(FreeSlot slot) => slot.StartsAt.ToString("O", CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Staff_previews_an_article_before_saving_it()
    {
        var ct = TestContext.Current.CancellationToken;
        using var staff = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);
        var slug = $"t-{Guid.CreateVersion7():N}";
        (string, string)[] fields =
        [
            ("Form.Title", "Проба"), ("Form.Slug", slug), ("Form.Language", "ru"), ("Form.Body",
                "Ответ **жирно** <script>x</script>.")
        ];

        var page = await staff.VisitAsync("/staff/knowledge/new", ct);
        page = await staff.Browser.SubmitAsync(page, "value=\"article\"", ct, [.. fields, ("Form.Act", "preview")]);
        Assert.Contains("<strong>жирно</strong>", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>x", page.Html, StringComparison.Ordinal);
        Assert.Equal(0L, await CountAsync());
        page = await staff.Browser.SubmitAsync(page, "value=\"article\"", ct, [.. fields, ("Form.Act", "save")]);
        Assert.StartsWith("/staff/knowledge/", page.Path, StringComparison.Ordinal);
        Assert.Equal(1L, await CountAsync());
        await shop.Database.ExecuteAsync($"delete from knowledge.articles where slug = {slug}", ct);

        async Task<long> CountAsync() =>
            await shop.Database.ScalarAsync<long>($"select count(*) from knowledge.articles where slug = {slug}", ct);
    }

    [Fact]
    public async Task Strange_days_and_times_are_refused_and_not_errors()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        foreach (var path in (string[])["bookings?from=0001-01-01&to=9999-12-31", "bookings?from=x",
            "bookings?from=2026-12-02&to=2026-12-01"])
            Assert.Equal(
                HttpStatusCode.BadRequest, (await support.Api.GetAsync($"/api/fitting/{path}", ct)).StatusCode);
        using var far = await support.Api.PostAsJsonAsync(
            "/api/fitting/bookings",
            new { station_id = Guid.Empty, starts_at = "9999-12-31T00:00:00Z", phone = "79990000000" },
            ct);
        Assert.Equal(HttpStatusCode.Conflict, far.StatusCode);
    }

    async Task<(Guid Id, string Phone)> CallAsync(CancellationToken ct)
    {
        var (id, phone) = (Guid.CreateVersion7(), Call.NewPhone());
        var store = new CallStore(shop.Database);
        var now = TimeProvider.System.GetUtcNow();
        await store.StartAsync(id, phone, SpokenLanguage.Russian, now, ct);
        await store.AddTurnAsync(
            new(id, 1, now, TurnEvent.Speech, "зимние <b> шины", "нашлось 2", SpokenLanguage.Russian, "start",
                "order_status",
                """{"season":"winter"}""", "[]", false, TimeSpan.FromMilliseconds(120), TimeSpan.FromMilliseconds(80),
                TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(30), null),
            """{"size":"205/55 R16"}""",
            ct);
        return (id, phone);
    }
}
