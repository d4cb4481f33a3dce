using System.Diagnostics;
using System.Globalization;
using Shop.Database;

namespace Rehearsal.Steps;

/// <summary>What a rolling deployment and the maintenance of servers do to the shop.</summary>
static class Restarts
{
    const int Customers = 20;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task HostsAsync(Stage stage, Facts facts, CancellationToken ct)
    {
        var customers = await RegisterAsync(stage, ct);
        var load = new Load(stage.Client, customers, stage.Products);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = load.RunAsync(stop.Token);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(3), ct);
            foreach (var host in new[] { "api", "web", "worker" })
                facts.Seconds($"{host} stops within", await Deployed.RestartAsync(stage, host, ct));
            await Task.Delay(TimeSpan.FromSeconds(3), ct);
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }
        facts.Add("requests", load.Requests);
        facts.Add("failed", load.Failures.Count);
        facts.Add("p50 and p99 in ms", string.Create(
            CultureInfo.InvariantCulture, $"{load.Percentile(0.5):0} and {load.Percentile(0.99):0}"));
        await CompareOrdersAsync(stage, load, customers, facts, ct);
        StepFailedException.If(
            !load.Failures.IsEmpty(),
            $"{load.Failures.Count} of {load.Requests} requests failed: {string.Join("; ", load.Failures.Take(5))}");
    }

    /// <summary>Each confirmed order exists once, and its customer got one mail about it.</summary>
    static async Task CompareOrdersAsync(
        Stage stage, Load load, List<Account> customers, Facts facts, CancellationToken ct)
    {
        var confirmed = load.Orders.Values.ToArray();
        var buyers = customers.Select(customer => customer.Id).ToArray();
        var stored = await stage.Database.ScalarAsync<long>(
            $"select count(*) from orders.orders where user_id = any({buyers})", ct);
        var found = await stage.Database.ScalarAsync<long>(
            $"select count(*) from orders.orders where id = any({confirmed})", ct);
        facts.Add("orders", confirmed.Length);
        facts.Add("lost", confirmed.Length - found);
        facts.Add("doubled", stored - found);
        StepFailedException.If(
            found != confirmed.Length || stored != found || confirmed.Distinct().Count() != confirmed.Length,
            $"{confirmed.Length} orders were confirmed, {found} of them exist, and {stored} in all.");
        await Processes.UntilAsync("every order is mailed", Patience, async () =>
            await stage.Database.ScalarAsync<long>(
                $"""
                select count(distinct order_id) from notifications.messages
                where template = 'order_placed' and status = 'sent' and order_id = any({confirmed})
                """, ct) == confirmed.Length, ct);
        var mails = await stage.Database.ScalarAsync<long>(
            $"""
            select count(*) from notifications.messages
            where template = 'order_placed' and order_id = any({confirmed})
            """, ct);
        StepFailedException.If(mails != confirmed.Length, $"{mails} mails about {confirmed.Length} orders.");
    }

    public static async Task ServersAsync(Stage stage, Facts facts, CancellationToken ct)
    {
        var customers = await RegisterAsync(stage, ct);
        var before = await DeadLettersAsync(stage, ct);
        foreach (var server in LocalServers.Names)
        {
            var began = Stopwatch.GetTimestamp();
            await stage.Servers.RestartAsync(server, ct);
            stage.Database.Clear();
            foreach (var replica in stage.AllHosts)
                await replica.WaitUntilReadyAsync(ct);
            // The ingress asks every second.
            await Processes.UntilAsync("the shop takes an order", Patience, async () =>
            {
                using var order = await stage.Client.SendAsync(
                    HttpMethod.Post, "/api/orders", ShopClient.Order(stage.Products[0]), customers[0].Token, null, ct);
                return order.IsSuccessStatusCode;
            }, ct);
            facts.Seconds($"{server} and an order", Stopwatch.GetElapsedTime(began));
        }
        await Processes.UntilAsync("the outbox is empty", Patience, async () =>
            await stage.Database.ScalarAsync<long>($"select count(*) from messaging.outbox", ct) == 0, ct);
        var letters = await DeadLettersAsync(stage, ct) - before;
        StepFailedException.If(letters > 0, $"{letters} messages could not be handled.");
    }

    static Task<long> DeadLettersAsync(Stage stage, CancellationToken ct) => stage.Database.ScalarAsync<long>(
        $"select count(*) from messaging.dead_letters where replayed_at is null", ct);

    public static async Task<List<Account>> RegisterAsync(Stage stage, CancellationToken ct)
    {
        List<Account> customers = [];
        for (var i = 0; i < Customers; i++)
        {
            var account = await stage.Client.RegisterAsync(Account.NewEmail(i), stage.Admin.Password, ct);
            stage.Secrets.Add(account.Token);
            customers.Add(account);
        }
        return customers;
    }

    static bool IsEmpty(this IReadOnlyCollection<string> failures) => failures.Count == 0;
}
