using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using RabbitMQ.Client;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Faults;
using Shop.Tests.Notifications;
using Shop.Tests.Orders;

namespace Shop.Tests.Monitoring;

/// <summary>
/// Brings about what each alert is for, and waits for its mail: <c>./dev bench alerts</c>. It breaks a graph of its own
/// for some minutes, in which a minute of the rules takes 1.2 s.
/// </summary>
public sealed class AlertRunTests(ITestOutputHelper output) : IAsyncLifetime
{
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(120);

    readonly FaultyShop _faulty = new("alerts", "--monitoring:scale", "0.02");

    ShopFixture Shop => _faulty.Shop;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _faulty.InitializeAsync();

    public ValueTask DisposeAsync() => _faulty.DisposeAsync();

    [Fact(Explicit = true)]
    public async Task Each_alert_comes_into_the_inbox()
    {
        await using var prometheus = new StartedPrometheus(Shop);
        await prometheus.InitializeAsync();
        prometheus.Require();
        await Eventually.WaitUntilAsync(
            () => prometheus.AskAsync("up == 1", Ct), up => up.Count == 4, WaitLimit, "four targets");
        var broker = await Shop.ConnectionStringAsync("rabbitmq");
        await using var connection = await new ConnectionFactory { Uri = new(broker) }.CreateConnectionAsync(Ct);
        await using (var channel = await connection.CreateChannelAsync(cancellationToken: Ct))
        {
            await SeeAsync("an unreadable message", ["DeadLetters"], _ => PublishAsync(channel, "tasks.run", 1, "{"));
            await SeeAsync("./dev fault yookassa 500", ["BreakerOpen"], PayInVainAsync);
            await SeeAsync("consumers that wait for a lock", ["QueueLong"], seen => StallAsync(channel, seen));
        }
        await SeeAsync(
            "requests that wait for a lock",
            ["PoolExhausted", "ResponsesSlow", "ErrorsFrequent", "ErrorBudgetBurnsFast", "ErrorBudgetBurnsSlowly"],
            _ => LockOrdersAsync());
        await SeeAsync("kill -9 of a worker", ["HostDown"], _ => KillWorkerAsync());
        await SeeAsync("./dev stop rabbitmq", ["OutboxOld"], _ => StopBrokerAsync());
    }

    async Task SeeAsync(string fault, string[] alerts, Func<Task, Task> begin)
    {
        var watch = Stopwatch.StartNew();
        var inbox = new Inbox(Shop, "team@example.com");
        var left = alerts.ToHashSet();
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var going = begin(seen.Task);
        while (left.Count > 0)
        {
            var mails = await Eventually.WaitUntilAsync(
                () => inbox.MailsAsync(Ct),
                mails => mails.Exists(mail => left.Contains(AlertOf((string)mail["subject"]!))),
                WaitLimit,
                $"a mail of {string.Join(" or ", left)}");
            foreach (var mail in mails.Where(mail => left.Remove(AlertOf((string)mail["subject"]!))))
            {
                Assert.Contains("What to do: docs/metrics.md#", (string)mail["text"]!, StringComparison.Ordinal);
                var alert = AlertOf((string)mail["subject"]!);
                output.WriteLine($"{alert,-24}{watch.Elapsed.TotalSeconds,6:0} s after {fault}");
            }
        }
        seen.SetResult();
        await going;
    }

    // FIRING DeadLetters api
    static string AlertOf(string subject) => subject.Split(' ') is ["FIRING", var alert, ..] ? alert : "";

    static async Task PublishAsync(IChannel channel, string queue, int count, string text)
    {
        for (var i = 0; i < count; i++)
        {
            await channel.BasicPublishAsync(
                "", queue, mandatory: true,
                new BasicProperties { MessageId = $"{Guid.CreateVersion7()}" },
                System.Text.Encoding.UTF8.GetBytes(text), Ct);
        }
    }

    async Task PayInVainAsync(Task seen)
    {
        var purchase = await Purchase.PrepareAsync(Shop, Ct, stock: 200);
        await _faulty.FaultAsync("yookassa 500", Ct);
        while (!seen.IsCompleted)
        {
            var order = await purchase.PlaceAsync(Ct);
            (await purchase.TryPayAsync(order, Ct, provider: "yookassa")).Dispose();
        }
        await _faulty.FaultAsync("clear", Ct);
    }

    async Task StallAsync(IChannel channel, Task seen)
    {
        await using var database = await Shop.Database.OpenConnectionAsync(Ct);
        await using var transaction = await database.BeginTransactionAsync(Ct);
        await database.ExecuteAsync($"lock table messaging.inbox in access exclusive mode", Ct);
        await PublishAsync(
            channel, "notifications.email_verification", 1500, $$"""{"user_id":"{{Guid.CreateVersion7()}}"}""");
        await seen;
    }

    // It ends before all of it is seen: a slow burn is reported once the fast one is over.
    async Task LockOrdersAsync()
    {
        var customer = await Customers.RegisterAsync(Shop, Ct);
        await using var database = await Shop.Database.OpenConnectionAsync(Ct);
        await using var transaction = await database.BeginTransactionAsync(Ct);
        await database.ExecuteAsync($"lock table orders.orders in access exclusive mode", Ct);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            while (watch.Elapsed < TimeSpan.FromSeconds(30))
                (await customer.Api.GetAsync("/api/orders", Ct)).Dispose();
        }));
    }

    Task KillWorkerAsync()
    {
        var worker = Shop.Graph.Instances.First(instance => instance is { Name: "worker", Pid: not null });
        using var process = Process.GetProcessById(worker.Pid!.Value);
        process.Kill();
        return Task.CompletedTask;
    }

    async Task StopBrokerAsync()
    {
        var broker = Shop.Graph.Instances.First(instance => instance is { Name: "rabbitmq", Pid: not null }).Id;
        await Shop.Graph.App.ResourceCommands.ExecuteCommandAsync(broker, KnownResourceCommands.StopCommand, Ct);
        await Customers.RegisterAsync(Shop, Ct);
    }
}
