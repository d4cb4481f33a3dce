using System.Globalization;
using System.Text;
using Shop.Database;

namespace Shop.Tests.Messaging;

[Collection(nameof(BrokerFixture))]
public class DeadLetterTests(ShopFixture shop, BrokerFixture postbox)
{
    [Fact]
    public async Task A_mail_refused_by_the_provider_is_a_dead_letter_at_once_with_the_reason()
    {
        var ct = TestContext.Current.CancellationToken;
        var id = Guid.CreateVersion7();
        var email = $"refused-{id:N}@example.com";
        await using var sendGrid = new SendGridStub(shop.WireMock, email);
        await sendGrid.AnswerAsync(
            [400],
            new
            {
                errors = new[]
                {
                    new { message = "Does not contain a valid address.", field = "personalizations.0.to.0.email" }
                }
            },
            ct);
        var before = TimeProvider.System.GetUtcNow();

        await postbox.PublishAsync($"{id}", BrokerFixture.Watched(email), null, ct);
        var (headers, body) = await postbox.DeadLetterAsync($"{id}");

        Assert.Equal("1", headers["x-attempts"]);
        Assert.Equal(
            "ShopException: SendGrid answered 400: personalizations.0.to.0.email: Does not contain a valid address.",
            headers["x-reason"]);
        Assert.InRange(
            DateTimeOffset.Parse(headers["x-first-failed-at"], CultureInfo.InvariantCulture),
            before,
            TimeProvider.System.GetUtcNow());
        Assert.Equal(headers["x-first-failed-at"], headers["x-last-failed-at"]);
        Assert.Contains(email, body, StringComparison.Ordinal);
        Assert.Equal(1, await sendGrid.CountAsync(ct));
        Assert.Equal(
            "failed",
            await shop.Database.ScalarAsync<string>($"select status from notifications.messages where id = {id}", ct));
    }

    [Theory]
    [InlineData("{ not json", "JsonException")]
    [InlineData("null", "JsonException")]
    [InlineData("[]", "JsonException")]
    [InlineData("", "JsonException")]
    public async Task An_unreadable_message_is_a_dead_letter_at_once(string body, string reason)
    {
        var ct = TestContext.Current.CancellationToken;
        var id = $"{Guid.CreateVersion7()}";

        await postbox.PublishAsync(id, Encoding.UTF8.GetBytes(body), null, ct);
        var letter = await postbox.DeadLetterAsync(id);

        Assert.Equal((body, "1"), (letter.Body, letter.Headers["x-attempts"]));
        Assert.StartsWith($"{reason}: ", letter.Headers["x-reason"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not-an-id")]
    public async Task A_message_without_a_valid_id_is_a_dead_letter_at_once(string? id)
    {
        var ct = TestContext.Current.CancellationToken;
        var email = $"nameless-{Guid.CreateVersion7():N}@example.com";
        var body = BrokerFixture.Watched(email);
        var unique = id is null ? null : $"{id}-{email}";

        await postbox.PublishAsync(unique, body, null, ct);
        var letter = await postbox.DeadLetterAsync(unique ?? Encoding.UTF8.GetString(body));

        Assert.Equal("ShopException: The message has no id.", letter.Headers["x-reason"]);
        Assert.Equal(
            0,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from notifications.messages where recipient = {email}", ct));
    }
}
