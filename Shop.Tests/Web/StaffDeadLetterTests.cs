using Shop.Accounts;
using Shop.Database;
using Shop.Tests.Catalog;
using Shop.Tests.Messaging;

namespace Shop.Tests.Web;

[Collection(nameof(BrokerFixture))]
public class StaffDeadLetterTests(ShopFixture shop, BrokerFixture postbox)
{
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Staff_read_a_dead_letter_and_an_admin_replays_it()
    {
        var ct = TestContext.Current.CancellationToken;
        var (id, email, trace) = (
            Guid.CreateVersion7(),
            $"staff-{Guid.CreateVersion7():N}@example.com",
            $"{Guid.CreateVersion7():N}");
        await using var sendGrid = new SendGridStub(shop.WireMock, email);
        await sendGrid.AnswerAsync([400], new { errors = new[] { new { message = "<b>Blocked</b>" } } }, ct);
        await postbox.PublishAsync($"{id}", BrokerFixture.Watched(email), $"00-{trace}-00f067aa0ba902b7-01", ct);
        await postbox.DeadLetterAsync($"{id}");
        var letter = await shop.Database.ScalarAsync<Guid>(
            $"select id from messaging.dead_letters where message_id = {id.ToString()}",
            ct);
        using var staff = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);
        using var admin = await StaffVisitor.CreateAsync(shop, Role.Admin, ct);
        var path = $"/staff/letters/{BrokerFixture.Consumer}/{letter}";

        var list = await staff.VisitAsync($"/staff/letters?consumer={BrokerFixture.Consumer}", ct);
        Assert.Contains($"href=\"{path}\"", list.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/replay\"", list.Html, StringComparison.Ordinal);
        var look = await staff.VisitAsync(path, ct);
        Assert.True(
            look.Has(email) && look.Has(trace) && look.Has("Доставить ещё раз может администратор."),
            look.Text);
        Assert.DoesNotContain("<b>Blocked", look.Html, StringComparison.Ordinal);

        var replayed = await admin.SubmitAsync(path, "/replay\"", ct);
        Assert.StartsWith("Сообщение скоро доставят ещё раз", replayed.Notice, StringComparison.Ordinal);
        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<string>($"select status from notifications.messages where id = {id}", ct),
            status => status == "sent",
            WaitLimit,
            "the mail");
        var entry = Assert.Single((await shop.Admin.GetJsonAsync($"/api/staff/audit?subject={letter}", ct)).AsArray());
        Assert.Equal(
            ("letter.replayed", BrokerFixture.Consumer),
            ((string)entry!["action"]!, (string)entry["detail"]!["consumer"]!));
    }
}
