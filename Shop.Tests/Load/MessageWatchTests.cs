using Shop.Load.Leading;
using Shop.Load.Statistics;
using Shop.Tests.Accounts;
using Shop.Tests.Monitoring;

namespace Shop.Tests.Load;

public class MessageWatchTests(ShopFixture shop)
{
    [Fact]
    public async Task The_consumers_of_this_machine_are_watched_with_their_messages_and_times()
    {
        Assert.SkipUnless(Directory.Exists("/proc"), "The processes of this machine cannot be listed.");
        var ct = TestContext.Current.CancellationToken;
        var pages = HostProcesses.MetricsPages(Repository.Root);
        Assert.Equal(
            [],
            MetricsPages.PortsOf(shop).Select(one => one.Port).Except(pages.Select(page => page.Port)));
        using var watch = new MessageWatch(pages, TimeProvider.System);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watching = watch.RunAsync(end.Token);

        var registered = 0;
        await Eventually.WaitUntilAsync(
            async () =>
            {
                if (registered++ < 8)
                    await Customers.RegisterAsync(shop, ct);
                return watch.Consumers();
            },
            consumers => consumers.Any(one => one.Consumer == "notifications.email_verification"),
            TimeSpan.FromSeconds(20),
            "messages of a consumer");
        await end.CancelAsync();
        await watching;

        var consumers = watch.Consumers();
        Assert.All(consumers, one => Assert.InRange(one.Messages, 1, 100_000));
        Assert.All(consumers, one => Assert.InRange(one.Mean, 0.01, 60_000));
        Assert.InRange(consumers.Sum(one => one.Share), 0.98, 1.02);
        Assert.Equal(
            consumers.OrderByDescending(one => one.Share).Select(one => one.Share),
            consumers.Select(one => one.Share));
    }

    [Fact]
    public void A_queue_has_its_most_and_its_last_messages_and_a_consumer_only_what_came_since()
    {
        Uri[] workers = [new("http://127.0.0.1:1/metrics"), new("http://127.0.0.1:2/metrics")];
        using var watch = new MessageWatch(workers, TimeProvider.System);

        watch.Add([(workers[0], Page(5, 100, 10))]);
        watch.Add([(workers[0], Page(40, 160, 13)), (workers[1], Page(41, 500, 60))]);
        watch.Add([(workers[0], Page(2, 180, 14)), (workers[1], Page(2, 520, 61))]);

        Assert.Equal([new("orders.late", 41, 2)], watch.Queues());
        Assert.Equal([new("orders.late", 101, 1, 49.5, 1)], watch.Consumers());
    }

    // One message failed when the first had been asked for.
    static List<Sample> Page(int waiting, int messages, double seconds) => Sample.Parse(
        $$"""
        # TYPE shop_queue_messages gauge
        shop_queue_messages{queue="orders.late"} {{waiting}} 1700000000000
        shop_queue_messages{queue="orders.calm"} 0 1700000000000
        shop_message_duration_seconds_sum{consumer="orders.late",outcome="handled"} {{seconds}}
        shop_message_duration_seconds_count{consumer="orders.late",outcome="handled"} {{messages}}
        shop_message_duration_seconds_count{consumer="orders.calm",outcome="handled"} 7
        shop_message_duration_seconds_count{consumer="orders.late",outcome="retried"} {{(messages < 150 ? 0 : 1)}}
        """);
}
