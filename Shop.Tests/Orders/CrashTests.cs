using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Payments;

namespace Shop.Tests.Orders;

/// <summary>Orders flow while a process that they pass through is killed and started again.</summary>
public class CrashTests(CrashingShop crashing) : IClassFixture<CrashingShop>
{
    // However long a restart takes: WireMock's journal, in which charges are counted, keeps ten thousand requests.
    const int MaxOrdersDuringRestart = 120;
    const int Buyers = 8;
    const int Stock = 1000;
    static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("worker")]
    [InlineData("api")]
    [InlineData("rabbitmq")]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task A_killed_process_never_charges_or_ships_an_order_twice(string resource)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs /proc.");
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(crashing.Shop, ct);
        await using var before = await DatabaseAsync();
        var goods = await Goods.AddAsync(before, ct, ("Фонарь", 500, Stock), ("Компас", 900, Stock));
        (await crashing.Shop.WireMock.DeleteAsync("/__admin/requests", ct)).Dispose();
        var (firstIsPaid, isRestarted) = (new TaskCompletionSource(), new TaskCompletionSource());
        var started = 0;

        var buying = Task.WhenAll(Enumerable.Range(0, Buyers).Select(async _ =>
        {
            bool isLast;
            do
            {
                var number = Interlocked.Increment(ref started);
                if (number > MaxOrdersDuringRestart)
                    await isRestarted.Task;
                isLast = isRestarted.Task.IsCompleted;
                await BuyAsync(customer.Api, goods, $"{resource}-{number}", ct);
                firstIsPaid.TrySetResult();
            }
            while (!isLast);
        }));
        await firstIsPaid.Task.WaitAsync(WaitLimit, ct);
        try
        {
            await crashing.KillAndStartAsync(resource, ct);
        }
        finally
        {
            isRestarted.SetResult();
        }
        await buying;

        await using var database = await DatabaseAsync();
        await Eventually.WaitUntilAsync(
            () => UnfinishedAsync(database, customer, ct),
            work => work == "",
            WaitLimit,
            "the end of every order and message");
        Assert.Equal(started, await AssertNothingHappenedTwiceAsync(database, customer, goods, ct));
        TestContext.Current.TestOutputHelper?.WriteLine($"{started} orders");
    }

    // Another one after a restart, which closes the connections that a data source keeps.
    async Task<NpgsqlDataSource> DatabaseAsync() =>
        NpgsqlDataSource.Create(await crashing.Shop.ConnectionStringAsync(ShopDatabase.Name));

    /// <summary>
    /// Like a client that cannot know the outcome of a call: retries with the same key until there is a response.
    /// </summary>
    static async Task BuyAsync(HttpClient api, Goods goods, string key, CancellationToken ct)
    {
        var order = await RetryAsync(
            api,
            "/api/orders",
            new
            {
                shipping_address = Purchase.Address,
                items = goods.Ids.Select(id => new { product_id = id, quantity = 1 })
            },
            key,
            ct);
        await RetryAsync(
            api,
            "/api/payments/process",
            new { order_id = (string)order["id"]!, payment_token = "tok" },
            $"pay-{key}",
            ct);
    }

    static async Task<JsonObject> RetryAsync(
        HttpClient api,
        string path,
        object body,
        string key,
        CancellationToken ct)
    {
        var (order, _) = await Eventually.WaitUntilAsync(
            () => TryAsync(api, path, body, key, ct),
            answer => answer.Body is not null,
            WaitLimit,
            path);
        return order!;
    }

    static async Task<(JsonObject? Body, string? Problem)> TryAsync(
        HttpClient api,
        string path,
        object body,
        string key,
        CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", key);
            using var response = await api.SendAsync(request, ct);
            if (response.IsSuccessStatusCode)
                return (await response.Content.ReadFromJsonAsync<JsonObject>(ct), null);
            var problem = $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(ct)}";
            // 409: the killed process had claimed the key, and the claim has not ended yet.
            Assert.True((int)response.StatusCode is 409 or 429 or >= 500, problem);
            return (null, problem);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, e.Message);
        }
    }

    /// <summary>The states of orders that go on, and messages that are not published. Empty when all is done.</summary>
    static Task<string?> UnfinishedAsync(NpgsqlDataSource database, Customer customer, CancellationToken ct) =>
        database.ScalarAsync<string>(
            $"""
            select coalesce(string_agg(distinct left_over, ', '), '') from (
                select status || '/' || payment_status || '/' || shipping_created left_over from orders.orders
                where user_id = {customer.Id}
                    and not (payment_status = 'paid' and shipping_created and status in ('processing', 'shipped', 'delivered'))
                union all select topic from messaging.outbox) work
            """,
            ct);

    /// <summary>Returns the number of orders.</summary>
    async Task<long> AssertNothingHappenedTwiceAsync(
        NpgsqlDataSource database,
        Customer customer,
        Goods goods,
        CancellationToken ct)
    {
        var mine = Sql.Of($"select id from orders.orders where user_id = {customer.Id}");
        var orders = (await database.ScalarAsync<Guid[]>($"select array({mine})", ct))!;

        var requests = new { method = "POST", urlPath = "/v3/payments" };
        var charges = (await crashing.Shop.WireMock.RequestsAsync(requests, ct))
            .Select(charge => (
                Key: PaymentProvider.YooKassa.KeyOf(charge),
                Order: (Guid)JsonNode.Parse((string)charge["body"]!)!["metadata"]!["order_id"]!))
            .Where(charge => orders.Contains(charge.Order))
            .Distinct()
            .ToList();
        Assert.Equal(orders.Order(), charges.Select(charge => charge.Order).Order());
        Assert.Equal(
            0,
            await database.ScalarAsync<long>(
                $"""
                select count(*) from (
                    select from orders.history where note in ('paid', 'shipped', 'delivered') and order_id in ({mine})
                    group by order_id, note having count(*) > 1) twice
                """,
                ct));
        Assert.Equal(
            orders.Length,
            await database.ScalarAsync<long>(
                $"""
                select count(*) from shipping.shipments
                where status in ('created', 'in_transit', 'delivered') and order_id in ({mine})
                """,
                ct));
        Assert.Equal(
            0,
            await database.ScalarAsync<long>($"select count(*) from payments.refunds where order_id in ({mine})", ct));
        // In one query, because parcels keep leaving.
        var stock = (await database.ScalarAsync<long[]>(
            $"""
            select array[sum(s.on_hand), sum(s.reserved),
                (select count(*) from orders.lines l join orders.orders o on o.id = l.order_id
                    where not o.inventory_reserved and o.id in ({mine})),
                (select count(*) from orders.lines l join orders.orders o on o.id = l.order_id
                    where o.inventory_reserved and o.id in ({mine}))]
            from inventory.stock s where s.product_id = any ({goods.Ids.ToArray()})
            """, ct))!;
        Assert.Equal((2L * Stock - stock[2], stock[3]), (stock[0], stock[1]));
        return orders.Length;
    }
}
