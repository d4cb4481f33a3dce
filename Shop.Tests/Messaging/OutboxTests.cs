using System.Diagnostics;
using System.Net.Http.Json;
using Shop.Catalog;
using Shop.Database;
using Shop.Messaging;
using Shop.Tests.Catalog;

namespace Shop.Tests.Messaging;

public class OutboxTests(ShopFixture shop)
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_outbox_row_has_the_traceparent_of_the_request_and_the_message_body()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var connection = await shop.Database.OpenConnectionAsync(ct);
        // Never committed: the relays do not see it.
        await using var transaction = await connection.BeginTransactionAsync(ct);
        using var request = new Activity("request").Start();
        var product = Guid.CreateVersion7();

        await connection.ExecuteAsync(Outbox.Insert(new ProductWatched(product, "Шапка 'drop'", "a@example.com")), ct);

        var row = await connection.ScalarAsync<string>(
            $"""
            select topic || '|' || traceparent || '|' || payload::text from messaging.outbox
            where payload ->> 'product_id' = {product.ToString()}
            """, ct);
        var payload = $$"""{"product_id":"{{product}}","product_name":"Шапка 'drop'","email":"a@example.com"}""";
        Assert.Equal($"catalog.product_watched|{request.Id}|{payload}", Unescape(row!));
    }

    [Fact]
    public async Task A_rolled_back_message_is_never_sent_and_a_committed_one_leaves_the_outbox()
    {
        var ct = TestContext.Current.CancellationToken;
        var (rolledBack, committed) = (Address("rolled-back"), Address("committed"));
        await using var connection = await shop.Database.OpenConnectionAsync(ct);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
            await connection.ExecuteAsync(
                Outbox.Insert(new ProductWatched(Guid.CreateVersion7(), "Кашпо", rolledBack)), ct);

        await connection.ExecuteAsync(Outbox.Insert(new ProductWatched(Guid.CreateVersion7(), "Кашпо", committed)), ct);
        await SentAsync(committed, ct);

        Assert.Equal(0, await SentToAsync(rolledBack, ct));
        await Eventually.WaitUntilAsync(
            () => WaitingAsync(committed, ct),
            count => count == 0,
            Timeout,
            "an empty outbox");
    }

    [Fact]
    public async Task A_repeated_watch_sends_no_second_mail()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Кашпо", 10m, 0));
        var (first, sentinel) = (Address("again"), Address("sentinel"));

        foreach (var email in (string[])[first, first, first.ToUpperInvariant(), sentinel])
            (await shop.Api.PostAsJsonAsync($"/api/products/{goods.Ids[0]}/watch", new { email }, ct))
                .EnsureSuccessStatusCode()
                .Dispose();
        await SentAsync(first, ct);
        // The relay publishes in the order of insertion, so earlier messages have been sent.
        await SentAsync(sentinel, ct);

        Assert.Equal(1, await SentToAsync(first, ct));
        Assert.Equal(0, await WaitingAsync(first, ct));
    }

    [Fact]
    public async Task Every_message_of_a_burst_is_sent_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var run = $"{Guid.CreateVersion7():N}";
        await using var connection = await shop.Database.OpenConnectionAsync(ct);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            for (var i = 0; i < 50; i++)
                await connection.ExecuteAsync(
                    Outbox.Insert(new ProductWatched(Guid.CreateVersion7(), "Кашпо", $"burst-{i}-{run}@example.com")),
                    ct);
            await transaction.CommitAsync(ct);
        }

        var pattern = $"burst-%-{run}@example.com";
        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<long>(
                $"select count(*) from notifications.messages where recipient like {pattern} and status = 'sent'", ct),
            sent => sent == 50, Timeout, "all 50 sent");
        Assert.Equal(
            50,
            await shop.Database.ScalarAsync<long>(
                $"select sum(attempts)::bigint from notifications.messages where recipient like {pattern}", ct));
    }

    static string Address(string what) => $"{what}-{Guid.CreateVersion7():N}@example.com";

    static string Unescape(string json) => System.Text.RegularExpressions.Regex.Unescape(json);

    Task<long> SentAsync(string email, CancellationToken ct) =>
        Eventually.WaitUntilAsync(() => SentToAsync(email, ct), count => count > 0, Timeout, $"a mail to {email}");

    Task<long> SentToAsync(string email, CancellationToken ct) =>
        shop.Database.ScalarAsync<long>(
            $"select count(*) from notifications.messages where lower(recipient) = {email} and status = 'sent'", ct);

    Task<long> WaitingAsync(string email, CancellationToken ct) =>
        shop.Database.ScalarAsync<long>(
            $"select count(*) from messaging.outbox where lower(payload ->> 'email') = {email}", ct);
}
