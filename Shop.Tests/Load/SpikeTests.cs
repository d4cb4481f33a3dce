using Shop.Load.Reports;
using Shop.Load.Statistics;

namespace Shop.Tests.Load;

public class SpikeTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    [InlineData(60, 20)]
    public void Recovery_is_the_time_until_response_times_are_as_before(int slowSeconds, double recovery)
    {
        var timeline = Enumerable.Range(1, 60).Select(second => new Point(
            second, 50, 20, 0, 10, second switch
            {
                <= 20 => 30 + second % 2,
                <= 40 => 200,
                _ => second - 40 <= slowSeconds ? 200 : 33
            })).ToList();
        var judgement = Judge(timeline, "recovery: 5");

        var check = Assert.Single(judgement.Checks, check => check.What == "recovery s");
        Assert.Equal((recovery, recovery <= 5), (check.Measured, check.Passed));
    }

    [Fact]
    public void A_host_that_grows_and_a_run_that_is_not_whole_have_failed()
    {
        var inside = new Inside([], [], 0, [new("Shop.Api 1", 100, 104, 110), new("Shop.Web 2", 100, 107, 110)], []);

        var grown = Judge([new(1, 50, 20, 0, 10, 30)], "memory_growth: 0.05", inside);
        var cut = Judge([new(1, 50, 20, 0, 10, 30)], "error_rate: 0.01", troubles: "A worker is gone.");

        Assert.False(grown.Passed);
        Assert.Equal(["Shop.Web 2"], grown.Checks.Where(check => !check.Passed).Select(check => check.Endpoint));
        Assert.Contains("Most grown: Shop.Web 2, from 100 to 107 MB, +7.0 %.", grown.Sentences);
        Assert.False(cut.Passed);
        Assert.Contains("A worker is gone.", cut.Sentences);
    }

    [Fact]
    public void The_written_report_has_every_figure_and_room_for_conclusions()
    {
        var inside = new Inside(
            [new("Api", "GET /api/products", 900, 12, 30, 9, 2, 0.6), new("Site", "GET /", 100, 20, 40, 0, 0, 1)],
            [new("select from catalog.products", "Lock: relation", 0.8)],
            7,
            [],
            [])
        {
            OldestOutbox = 2.5,
            Queues = [new("payments.refund", 120, 3), new("shop.retry.5s", 4, 0)],
            Consumers = [new("notifications.order", 900, 12, 45.5, 0.7), new("shipping.create", 30, 0, 8, 0.3)]
        };
        var run = Run([new(1, 50, 20, 0, 10, 30)], inside);
        var judgement = new Judge(Baselines.Read("default:\n  all: { p95: 100 }")).Of(run, [run], null);

        var text = Written.Of(run, judgement);

        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        Assert.Contains("| all | p95 ms | 100 | 30 | kept |", text, StringComparison.Ordinal);
        Assert.Contains(
            "Most time of the Api: GET /api/products, 60 %, 12.0 ms each, 9.0 ms of it in 2 SQL statements.",
            text, StringComparison.Ordinal);
        Assert.Contains(
            "waiting for Lock: relation in \"select from catalog.products\"", text, StringComparison.Ordinal);
        Assert.Contains(
            "At most 7 messages waited in the outbox, the oldest for 2.5 s.", text, StringComparison.Ordinal);
        Assert.Contains(
            "Longest queue: payments.refund, at most 120 messages, 3 at the end.", text, StringComparison.Ordinal);
        Assert.Contains(
            "consumers: notifications.order, 70 %, 45.5 ms each, 900 messages, 12 of them failed at an attempt.",
            text, StringComparison.Ordinal);
        Assert.Contains("| shipping.create | 30 | 0 | 8.0 | 30 % |", text, StringComparison.Ordinal);
        Assert.Contains("shop.retry.5s", Page.Of(run, judgement), StringComparison.Ordinal);
        Assert.Contains("## What we conclude", text, StringComparison.Ordinal);
        Assert.Contains("Busiest statements", Page.Of(run, judgement), StringComparison.Ordinal);
    }

    static Judgement Judge(List<Point> timeline, string limit, Inside? inside = null, params string[] troubles) =>
        new Judge(Baselines.Read($"default:\n  all: {{ {limit} }}"))
            .Of(Run(timeline, inside) with { Troubles = troubles }, [], null);

    static RunResult Run(List<Point> timeline, Inside? inside = null) => new(
        "run", "spike", "A test.", 1, new("http://127.0.0.1:1"), DateTimeOffset.UnixEpoch, 60, [],
        new("", "Aggregated", 1000, 0, 0, 10, 10, 30, 40, 50), timeline, [])
    {
        Stages =
        [
            new(TimeSpan.FromSeconds(20), 50, 10),
            new(TimeSpan.FromSeconds(40), 200, 50),
            new(TimeSpan.FromSeconds(60), 50, 50)
        ],
        Inside = inside
    };
}
