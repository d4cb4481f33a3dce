using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Messaging;

[Collection(nameof(BrokerFixture))]
public class ReplayTests(ShopFixture shop, BrokerFixture postbox)
{
    const string Path = "/api/messaging/dead-letters";

    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_dead_letter_is_listed_and_takes_effect_once_it_is_replayed()
    {
        var ct = TestContext.Current.CancellationToken;
        var (id, email) = (Guid.CreateVersion7(), $"replayed-{Guid.CreateVersion7():N}@example.com");
        await using var sendGrid = new SendGridStub(shop.WireMock, email);
        await sendGrid.AnswerAsync([400], new { errors = new[] { new { message = "Blocked." } } }, ct);
        await postbox.PublishAsync($"{id}", BrokerFixture.Watched(email), null, ct);
        await postbox.DeadLetterAsync($"{id}");

        var letter = (await ListedAsync(id, ct))!;
        Assert.Equal(
            (BrokerFixture.Consumer, "catalog.product_watched", 1),
            ((string)letter["consumer"]!, (string)letter["topic"]!, (int)letter["attempts"]!));
        Assert.Equal("ShopException: SendGrid answered 400: Blocked.", (string)letter["reason"]!);
        Assert.Equal((DateTimeOffset)letter["first_failed_at"]!, (DateTimeOffset)letter["last_failed_at"]!);
        Assert.Contains(email, (string)letter["payload"]!, StringComparison.Ordinal);

        using var replay = await shop.Admin.PostAsync(
            $"{Path}/{BrokerFixture.Consumer}/{letter["id"]}/replay", null, ct);
        Assert.Equal(1, (int)(await replay.AnswerAsync(HttpStatusCode.Accepted, ct))["letters"]!);
        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<string>($"select status from notifications.messages where id = {id}", ct),
            status => status == "sent",
            Timeout,
            "the mail");

        Assert.Equal(2, await sendGrid.CountAsync(ct));
        Assert.Null(await ListedAsync(id, ct));
        using var again = await shop.Admin.PostAsync(
            $"{Path}/{BrokerFixture.Consumer}/{letter["id"]}/replay", null, ct);
        await again.ProblemAsync(HttpStatusCode.NotFound, ct);
    }

    [Fact]
    public async Task All_dead_letters_of_a_consumer_are_replayed_and_failures_are_dead_letters_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var ids = new[] { Guid.CreateVersion7(), Guid.CreateVersion7() };
        foreach (var id in ids)
            await postbox.PublishAsync($"{id}", Encoding.UTF8.GetBytes("{ not json"), null, ct);
        foreach (var id in ids)
            await postbox.DeadLetterAsync($"{id}");

        using var replay = await shop.Admin.PostAsync($"{Path}/{BrokerFixture.Consumer}/replay", null, ct);
        Assert.True((int)(await replay.AnswerAsync(HttpStatusCode.Accepted, ct))["letters"]! >= ids.Length);

        foreach (var id in ids)
            await Eventually.WaitUntilAsync(
                () => shop.Database.ScalarAsync<string>(
                    $"""
                    select concat_ws(' ', count(replayed_at), count(*), max(attempts)) from messaging.dead_letters
                    where message_id = {id.ToString()}
                    """, ct),
                    counts => counts == "1 2 1",
                    Timeout,
                    "dead letters again");
    }

    [Fact]
    public async Task Replaying_is_for_admins_and_reading_for_staff()
    {
        var ct = TestContext.Current.CancellationToken;
        var (staff, support) = (await Customers.StaffAsync(shop, ct), await Customers.SupportAsync(shop, ct));

        using var looked = await support.Api.GetAsync(Path, ct);
        await looked.ProblemAsync(HttpStatusCode.Forbidden, ct);
        foreach (var path in (string[])[$"{Path}/nobody/replay", $"{Path}/nobody/{Guid.CreateVersion7()}/replay"])
        {
            using var replayed = await staff.Api.PostAsync(path, null, ct);
            await replayed.ProblemAsync(HttpStatusCode.Forbidden, ct);
        }
        using var nothing = await shop.Admin.PostAsync($"{Path}/nobody/replay", null, ct);
        Assert.Equal(0, (int)(await nothing.AnswerAsync(HttpStatusCode.Accepted, ct))["letters"]!);
        Assert.Empty((await staff.Api.GetJsonAsync($"{Path}?consumer=nobody", ct)).AsArray());
    }

    async Task<JsonNode?> ListedAsync(Guid id, CancellationToken ct) =>
        (await shop.Admin.GetJsonAsync($"{Path}?consumer={BrokerFixture.Consumer}&limit=100", ct))
            .AsArray()
            .FirstOrDefault(letter => (string?)letter!["message_id"] == $"{id}");
}
