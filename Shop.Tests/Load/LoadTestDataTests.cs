using Shop.Calls;
using Shop.Database;
using Shop.LoadTests;
using Shop.Tests.Database;

namespace Shop.Tests.Load;

/// <summary>What a load test leaves behind is removed, and nothing else.</summary>
public class LoadTestDataTests(ShopFixture shop)
{
    [Fact]
    public async Task Sold_goods_come_back_and_accounts_of_programs_go()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        var data = new LoadTestData(database.Source);
        var person = await AddAsync(database, "anna@example.com", ct);
        var program = await AddAsync(database, "load-1@load.example", ct);
        var busy = await AddAsync(database, "load-2@load.example", ct);
        await database.Source.ExecuteAsync($"insert into accounts.founder (user_id) values ({program})", ct);
        await database.Source.ExecuteAsync($"update accounts.users set role = 'admin' where id = {program}", ct);
        await database.Source.ExecuteAsync(
            $"""
            insert into orders.orders (id, user_id, status, subtotal, shipping_cost, shipping_method)
            values ({Guid.CreateVersion7()}, {busy}, 'confirmed', 10, 0, 'pickup')
            """, ct);
        var stock = await data.StockAsync(ct);
        await database.Source.ExecuteAsync($"update inventory.stock set on_hand = 1, reserved = 1", ct);

        var (deleted, left) = await data.DeleteAccountsAsync(TimeSpan.Zero, ct);
        await data.RestockAsync(stock, ct);

        Assert.Equal((1, 1), (deleted, left));
        Assert.Equal([person, busy], await IdsAsync(database, ct));
        Assert.Null(await database.Source.ScalarAsync<Guid?>($"select user_id from accounts.founder", ct));
        var expected = stock.ConvertAll(level => level with { OnHand = Math.Max(1, level.OnHand) });
        Assert.Equivalent(expected, await data.StockAsync(ct));

        await database.Source.ExecuteAsync($"update orders.orders set status = 'delivered'", ct);
        Assert.Equal((1, 0), await data.DeleteAccountsAsync(TimeSpan.FromSeconds(30), ct));
        Assert.Equal([person], await IdsAsync(database, ct));
    }

    [Fact]
    public async Task Calls_of_programs_go_and_calls_of_people_stay()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        var store = new CallStore(database.Source);
        var person = Guid.CreateVersion7();
        foreach (var id in (Guid[])[person, LoadTestCalls.NewId(), LoadTestCalls.NewId()])
            await store.StartAsync(id, null, SpokenLanguage.English, TimeProvider.System.GetUtcNow(), ct);

        Assert.Equal(2, await new LoadTestData(database.Source).DeleteCallsAsync(ct));

        Assert.Equal(person, await database.Source.ScalarAsync<Guid>($"select id from calls.calls", ct));
    }

    [Fact]
    public async Task Only_an_account_of_a_load_test_becomes_staff()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        var data = new LoadTestData(database.Source);
        await AddAsync(database, "anna@example.com", ct);
        await AddAsync(database, "load-staff-1@load.example", ct);

        await data.MakeStaffAsync("anna@example.com", ct);
        await data.MakeStaffAsync("load-staff-1@load.example", ct);

        var staff = await database.Source.ScalarAsync<string[]>(
            $"select array_agg(email::text) from accounts.users where role = 'staff'", ct);
        Assert.Equal(["load-staff-1@load.example"], staff!);
    }

    // A statement is slow, and another one waits for what it holds: both are seen, with what they wait for.
    [Fact]
    public async Task The_statement_that_takes_the_time_is_named()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        var watch = new DatabaseWatch(database.Source);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var holder = await database.Source.OpenConnectionAsync(ct);
        await using var transaction = await holder.BeginTransactionAsync(ct);
        await holder.ExecuteAsync($"lock table catalog.products", ct);

        var waiting = database.Source.ScalarAsync<long>($"select count(*) from catalog.products where price > 1", ct);
        var watching = watch.RunAsync(end.Token);
        await Eventually.WaitUntilTrueAsync(
            () => watch.Busiest() is [{ Connections: > 0.5 }, ..], TimeSpan.FromSeconds(20), "a statement");
        await transaction.CommitAsync(ct);
        await waiting;
        await end.CancelAsync();
        await watching;

        var busiest = watch.Busiest()[0];
        Assert.Contains("from catalog.products where price", busiest.Statement, StringComparison.Ordinal);
        Assert.Equal("Lock: relation", busiest.Wait);
    }

    static async Task<Guid> AddAsync(FreshDatabase database, string email, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        await database.Source.ExecuteAsync(
            $"""
            insert into accounts.users (id, username, email, password, role)
            values ({id}, {email}, {email}, 'none', 'customer')
            """, ct);
        return id;
    }

    static async Task<Guid[]> IdsAsync(FreshDatabase database, CancellationToken ct) =>
        await database.Source.ScalarAsync<Guid[]>($"select array_agg(id order by id) from accounts.users", ct) ?? [];
}
