using System.Diagnostics;
using System.Net.Http.Json;
using Shop.Catalog;
using Shop.Database;
using Shop.Messaging;
using Shop.Tests.Catalog;

namespace Shop.Tests.Messaging;

public class OutboxTests(ShopFixture shop)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_row_carries_the_trace_of_the_request_and_the_message_as_it_goes_out()
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
            select topic || '|' || traceparent || '|' || payload::text from messaging.outbox where payload ->> 'product_id' = {product.ToString()}
            """, ct);
        Assert.Equal($$"""catalog.product_watched|{{request.Id}}|{"product_id":"{{product}}","product_name":"Шапка 'drop'","email":"a@example.com"}""", Unescape(row!));
    }

    [Fact]
    public async Task What_was_rolled_back_is_never_sent_and_what_was_committed_is_and_leaves_the_outbox()
    {
        var ct = TestContext.Current.CancellationToken;
        var (rolledBack, committed) = (Address("rolled-back"), Address("committed"));
        await using var connection = await shop.Database.OpenConnectionAsync(ct);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
            await connection.ExecuteAsync(Outbox.Insert(new ProductWatched(Guid.CreateVersion7(), "Кашпо", rolledBack)), ct);

        await connection.ExecuteAsync(Outbox.Insert(new ProductWatched(Guid.CreateVersion7(), "Кашпо", committed)), ct);
        await SentAsync(committed, ct);

        Assert.Equal(0, await SentToAsync(rolledBack, ct));
        await Eventually.BecomesAsync(() => WaitingAsync(committed, ct), count => count == 0, Patience, "an empty outbox");
    }

    [Fact]
    public async Task Watching_again_tells_nobody_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Кашпо", 10m, 0));
        var (first, sentinel) = (Address("again"), Address("sentinel"));

        foreach (var email in (string[])[first, first, first.ToUpperInvariant(), sentinel])
            (await shop.Api.PostAsJsonAsync($"/api/products/{goods.Ids[0]}/watch", new { email }, ct)).EnsureSuccessStatusCode().Dispose();
        await SentAsync(first, ct);
        // The outbox is emptied in the order of writing, so what was written before this has left.
        await SentAsync(sentinel, ct);

        Assert.Equal(1, await SentToAsync(first, ct));
        Assert.Equal(0, await WaitingAsync(first, ct));
    }

    [Fact]
    public async Task A_burst_of_messages_goes_out_completely_and_each_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var run = $"{Guid.CreateVersion7():N}";
        await using var connection = await shop.Database.OpenConnectionAsync(ct);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            for (var i = 0; i < 50; i++)
                await connection.ExecuteAsync(Outbox.Insert(new ProductWatched(Guid.CreateVersion7(), "Кашпо", $"burst-{i}-{run}@example.com")), ct);
            await transaction.CommitAsync(ct);
        }

        var pattern = $"burst-%-{run}@example.com";
        await Eventually.BecomesAsync(
            () => shop.Database.ScalarAsync<long>($"select count(*) from notifications.messages where recipient like {pattern} and status = 'sent'", ct),
            sent => sent == 50, Patience, "all 50 sent");
        Assert.Equal(50, await shop.Database.ScalarAsync<long>($"select sum(attempts)::bigint from notifications.messages where recipient like {pattern}", ct));
    }

    static string Address(string what) => $"{what}-{Guid.CreateVersion7():N}@example.com";

    static string Unescape(string json) => System.Text.RegularExpressions.Regex.Unescape(json);

    Task<long> SentAsync(string email, CancellationToken ct) =>
        Eventually.BecomesAsync(() => SentToAsync(email, ct), count => count > 0, Patience, $"a mail to {email}");

    Task<long> SentToAsync(string email, CancellationToken ct) =>
        shop.Database.ScalarAsync<long>($"select count(*) from notifications.messages where lower(recipient) = {email} and status = 'sent'", ct);

    Task<long> WaitingAsync(string email, CancellationToken ct) =>
        shop.Database.ScalarAsync<long>($"select count(*) from messaging.outbox where lower(payload ->> 'email') = {email}", ct);
}
