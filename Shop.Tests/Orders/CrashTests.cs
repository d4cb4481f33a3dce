using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting.Testing;
using Npgsql;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Payments;

namespace Shop.Tests.Orders;

/// <summary>
/// Kills, in a graph of its own, every process that orders pass through, once each, while orders flow.
/// </summary>
public class CrashTests
{
    const int Orders = 200;
    // However long a restart takes: WireMock's journal, in which charges are counted, keeps ten thousand requests.
    const int MostOrdersPerVictim = 120;
    const int Buyers = 8;
    static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(3);
    static readonly string[] Victims = ["worker", "api", "rabbitmq", "redis", "postgres"];

    [Fact]
    public async Task Killing_any_process_never_charges_or_ships_an_order_twice()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs /proc.");
        var ct = TestContext.Current.CancellationToken;
        await using var graph = await RunningGraph.StartAsync("kill", ct);
        try
        {
            await using var before = await DatabaseAsync(graph, ct);
            using var wiremock = graph.App.CreateHttpClient("wiremock", "http");
            using var api = await SignedInAsync(graph, ct);
            var goods = await Goods.AddAsync(before, ct, ("Фонарь", 500, 10 * Orders), ("Компас", 900, 10 * Orders));

            using var stop = new CancellationTokenSource();
            using var budget = new SemaphoreSlim(0);
            var next = 0;
            var buying = Task.WhenAll(Enumerable.Range(0, Buyers).Select(async _ =>
            {
                while (Interlocked.Increment(ref next) is var number
                    && (number <= Orders || !stop.IsCancellationRequested))
                {
                    await budget.WaitAsync(ct);
                    await BuyAsync(api, goods, $"kill-{number}", ct);
                }
            }));
            foreach (var victim in Victims)
            {
                budget.Release(MostOrdersPerVictim);
                await KillAndStartAsync(graph, victim, ct);
                using var pruned = await wiremock.PostAsJsonAsync(
                    "/__admin/requests/remove",
                    new { method = "GET" },
                    ct);
                pruned.EnsureSuccessStatusCode();
            }
            await stop.CancelAsync();
            budget.Release(Orders + Buyers);
            await buying;

            await using var database = await DatabaseAsync(graph, ct);
            await WaitForFinalStatesAsync(database, ct);
            await AssertNothingHappenedTwiceAsync(database, wiremock, goods, ct);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{await database.ScalarAsync<long>($"select count(*) from orders.orders", ct)} orders");
        }
        finally
        {
            await graph.SaveLogsAsync("kill");
        }
    }

    static async Task<NpgsqlDataSource> DatabaseAsync(RunningGraph graph, CancellationToken ct) =>
        NpgsqlDataSource.Create((await graph.App.GetConnectionStringAsync(ShopDatabase.Name, ct))!);

    static async Task<HttpClient> SignedInAsync(RunningGraph graph, CancellationToken ct)
    {
        var api = graph.App.CreateHttpClient("api", "http");
        using var response = await api.PostAsJsonAsync(
            "/api/auth/register",
            new { email = Customers.NewEmail(), password = Customers.Password },
            ct);
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            (string)(await response.AnswerAsync(HttpStatusCode.Created, ct))["access_token"]!);
        return api;
    }

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

    static async Task KillAndStartAsync(RunningGraph graph, string victim, CancellationToken ct)
    {
        var (id, _, pid) = graph.Instances.First(instance => instance.Name == victim && instance.Pid is not null);
        foreach (var (child, _, _) in ProcessTree.Of(pid!.Value))
            try
            {
                Process.GetProcessById(child).Kill();
            }
            catch (ArgumentException)
            {
                // It ended with its parent.
            }
        await graph.App.ResourceNotifications.WaitForResourceAsync(
            victim,
            change => change.ResourceId == id && RunningGraph.HasEnded(change),
            ct);
        var started = await graph.App.ResourceCommands.ExecuteCommandAsync(id, "start", ct);
        Assert.True(started.Success, started.Message);
        await graph.App.ResourceNotifications.WaitForResourceAsync(
            victim,
            change => change.ResourceId == id && RunningGraph.IsUp(change),
            ct);
    }

    static async Task WaitForFinalStatesAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await Eventually.WaitUntilAsync(
            () => database.ScalarAsync<string>(
                $"""
                select coalesce(string_agg(distinct status || '/' || payment_status || '/' || shipping_created, ', '), 'none')
                from orders.orders
                where not (payment_status = 'paid' and shipping_created and status in ('processing', 'shipped', 'delivered'))
                    and not (payment_status in ('failed', 'refunded') and status in ('pending', 'cancelled'))
                """,
                ct),
            open => open == "none",
            WaitLimit,
            "the end of every order");
        await Eventually.WaitUntilAsync(
            () => database.ScalarAsync<long>($"select count(*) from messaging.outbox", ct),
            left => left == 0,
            WaitLimit,
            "an empty outbox");
    }

    static async Task AssertNothingHappenedTwiceAsync(
        NpgsqlDataSource database,
        HttpClient wiremock,
        Goods goods,
        CancellationToken ct)
    {
        var orders = await database.ScalarAsync<long>($"select count(*) from orders.orders", ct);
        var paid = await database.ScalarAsync<long>(
            $"select count(*) from orders.orders where payment_status = 'paid'",
            ct);
        Assert.True(orders >= Orders, $"{orders}");
        Assert.Equal(orders, paid);

        var charges = await wiremock.RequestsAsync(new { method = "POST", urlPath = "/v3/payments" }, ct);
        Assert.Equal(paid, charges.Select(PaymentProvider.YooKassa.KeyOf).Distinct().Count());
        Assert.Equal(
            paid,
            charges.Select(charge => (string)JsonNode.Parse((string)charge["body"]!)!["metadata"]!["order_id"]!)
                .Distinct()
                .Count());

        Assert.Equal(
            0,
            await database.ScalarAsync<long>(
                $"""
                select count(*) from (
                    select from orders.history where note in ('paid', 'shipped', 'delivered')
                    group by order_id, note having count(*) > 1) twice
                """,
                ct));
        Assert.Equal(
            orders,
            await database.ScalarAsync<long>(
                $"select count(*) from shipping.shipments where status in ('created', 'in_transit', 'delivered')",
                ct));
        Assert.Equal(0, await database.ScalarAsync<long>($"select count(*) from payments.refunds", ct));
        // In one query, because parcels keep leaving.
        var stock = (await database.ScalarAsync<long[]>(
            $"""
            select array[sum(s.on_hand), sum(s.reserved),
                (select count(*) from orders.lines l join orders.orders o on o.id = l.order_id where not o.inventory_reserved),
                (select count(*) from orders.lines l join orders.orders o on o.id = l.order_id where o.inventory_reserved)]
            from inventory.stock s where s.product_id = any ({goods.Ids.ToArray()})
            """, ct))!;
        Assert.Equal((20L * Orders - stock[2], stock[3]), (stock[0], stock[1]));
    }
}
