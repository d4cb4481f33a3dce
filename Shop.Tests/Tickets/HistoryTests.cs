using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Shop.Database;

namespace Shop.Tests.Tickets;

/// <summary>
/// Whatever happens to orders, in whatever order and however often it is told, the sums are those of their last state.
/// <c>TICKETS_SEED</c> repeats a run.
/// </summary>
public class HistoryTests(ShopFixture shop)
{
    const int Orders = 150;
    const int Steps = 10;
    const int Tickets = 3;

    static readonly string[] Tables =
    [
        "ticket_facts.tickets", "ticket_facts.sales", "ticket_marts.sales", "ticket_marts.utm_sales",
        "ticket_marts.refunds"
    ];

    static readonly DateTimeOffset Start = new(2026, 11, 1, 20, 30, 0, TimeSpan.Zero);

    enum Event
    {
        Repeat,
        Pay,
        Unpay,
        Refund,
        UndoRefund,
        DeleteTicket,
        RestoreTicket,
        DeleteOrder,
        RestoreOrder,
        ChangePrice,
        ChangeShow,
        ChangeUtm
    }

    sealed record Happening(Event What, int Ticket, int Number);

    [Fact]
    public async Task Any_history_gives_the_sums_of_a_fresh_import_of_its_end()
    {
        var ct = TestContext.Current.CancellationToken;
        var seed = ulong.TryParse(
            Environment.GetEnvironmentVariable("TICKETS_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : (ulong)TimeProvider.System.GetTimestamp();
        var histories = Gen
            .Choose(0, 999_999)
            .Two()
            .Select(pair => new Happening(
                (Event)(pair.Item1 % Enum.GetValues<Event>().Length), pair.Item1 / 100 % Tickets, pair.Item2))
            .ListOf(Steps)
            .Sample(Steps, new Rnd(seed), Orders)
            .ToList();
        await using var told = await Warehouse.CreateAsync(shop, ct);
        await using var fresh = await Warehouse.CreateAsync(shop, ct);
        var states = histories.Select((_, i) => NewOrder(i + 1)).ToList();

        await told.StageAsync("orders", ct, states);
        await told.DeriveAsync(ct);
        for (var step = 0; step < Steps; step++)
        {
            foreach (var (order, history) in states.Zip(histories))
                Apply(order, history[step], step);
            await told.StageAsync("orders", ct, states.Where((_, i) => histories[i][step].Number % 3 > 0));
            // Sometimes several steps are derived at once.
            if (step % 3 != 1)
                await told.DeriveAsync(ct);
        }
        // Those that the last step has left out.
        await told.StageAsync("orders", ct, states);
        var last = await told.DeriveAsync(ct);
        await fresh.StageAsync("orders", ct, states);
        await fresh.DeriveAsync(ct);

        var failed = last.Checks.Where(check => !check.Passed).Select(check => $"{check.Name}: {check.Detail}");
        Assert.True(last.MartsReplaced, $"TICKETS_SEED={seed}\n{string.Join('\n', failed)}");
        foreach (var table in Tables)
        {
            var (expected, actual) = (await fresh.RowsAsync(table, ct), await told.RowsAsync(table, ct));
            Assert.True(
                expected.SequenceEqual(actual),
                $"""
                TICKETS_SEED={seed} {table}
                {string.Join('\n', expected.Except(actual))}
                but
                {string.Join('\n', actual.Except(expected))}
                """);
        }
        Assert.Equal(
            ($"TICKETS_SEED={seed}", SumsOf(states)),
            ($"TICKETS_SEED={seed}", await SumsAsync(told, ct)));
        Assert.NotEqual("0 0 0", SumsOf(states));
    }

    static JsonObject NewOrder(int id)
    {
        var order = Warehouse.Order(
            id,
            Start.AddHours(id % 50),
            new { utm_source = $"s{id % 3}" },
            Enumerable.Range(0, Tickets).Select(i => (id * 10L + i, 100.10m + id, (object)new { show_id = id % 5 })));
        if (id % 2 == 0)
            order["payed"] = 0;
        return order;
    }

    static void Apply(JsonObject order, Happening happening, int step)
    {
        var at = $"{Start.AddDays(step + 5):O}";
        var ticket = order["baskets"]![happening.Ticket]!;
        switch (happening.What)
        {
            case Event.Pay:
                order["payed"] = 1;
                order["payed_at"] = $"{Start.AddHours(happening.Number % 500):O}";
                break;
            case Event.Unpay:
                order["payed"] = 0;
                break;
            case Event.Refund:
                ticket["refunded_at"] = at;
                ticket["refunded_amount"] = happening.Number % 2 == 0 ? null : 50.05m;
                ticket["refunded_deduction_amount"] = happening.Number % 4 == 0 ? "10.50" : null;
                break;
            case Event.UndoRefund:
                ticket["refunded_at"] = null;
                break;
            case Event.DeleteTicket:
                ticket["deleted_at"] = at;
                break;
            case Event.RestoreTicket:
                ticket["deleted_at"] = null;
                break;
            case Event.DeleteOrder:
                order["deleted_at"] = at;
                break;
            case Event.RestoreOrder:
                order["deleted_at"] = null;
                break;
            case Event.ChangePrice:
                ticket["price"] = happening.Number % 2 == 0
                    ? 100 + happening.Number % 1000 / 100m
                    : $"{100 + happening.Number % 1000}.99";
                break;
            case Event.ChangeShow:
                ticket["show_id"] = happening.Number % 5;
                break;
            case Event.ChangeUtm:
                order["utm"] = happening.Number % 2 == 0
                    ? new JsonArray()
                    : Warehouse.Json(new { utm_source = $"s{happening.Number % 3}", utm_campaign = "c" });
                break;
        }
        order["updated_at"] = at;
    }

    // Calculated without SQL: tickets, kopecks, kopecks paid back.
    static string SumsOf(IEnumerable<JsonObject> orders)
    {
        var (count, revenue, refunded) = (0, 0L, 0L);
        foreach (var order in orders.Where(order => (int)order["payed"]! == 1))
            foreach (var ticket in order["baskets"]!.AsArray())
            {
                var isReturned = ticket!["refunded_at"] is not null;
                if (!isReturned && (order["deleted_at"] ?? ticket["deleted_at"]) is not null)
                    continue;
                var price = Money(ticket["price"]);
                count++;
                revenue += price;
                if (isReturned)
                    refunded += ticket["refunded_amount"] is { } amount
                        ? Money(amount)
                        : price - Money(ticket["refunded_deduction_amount"]);
            }
        return $"{count} {revenue} {refunded}";
    }

    static long Money(JsonNode? roubles) =>
        (long)(decimal.Parse($"{roubles ?? "0"}", CultureInfo.InvariantCulture) * 100);

    static async Task<string?> SumsAsync(Warehouse warehouse, CancellationToken ct) =>
        await warehouse.Connection.ScalarAsync<string>(
            $"select concat_ws(' ', sum(tickets), sum(revenue), sum(refunded)) from ticket_facts.sales", ct);
}
