using System.Text;
using System.Text.Json.Nodes;
using Shop.Database;

namespace Shop.Tests.Tickets;

/// <summary>Answers from files, which may have any size and layout.</summary>
public sealed class RecordedAnswerTests(ShopFixture shop) : IDisposable
{
    // Larger than the buffer of the reader at first.
    const int TicketsOfGroup = 900;

    readonly string _folder = Directory.CreateTempSubdirectory("shop-recorded-").FullName;

    [Fact]
    public async Task An_answer_is_read_in_pieces_and_only_what_staging_keeps_is_kept()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var sales = await ImportingShop.StartAsync(shop, ct);
        await WriteAsync(Answer(), ct);

        var result = await sales.ImportAsync(ct, new(Offline: _folder));

        // One order is there with two states, each of which was new.
        Assert.Equal((0, 42), (result.Metrics.Rejected, result.Metrics.Changed["orders"]));
        Assert.Equal(
            TicketsOfGroup,
            await sales.Database.ScalarAsync<long>(
                $"""
                select count(*) from ticket_staging.items, jsonb_array_elements(body -> 'baskets') ticket
                where item_id = 41 and (select array_agg(name order by name) from jsonb_object_keys(ticket) name)
                    = array['id', 'price', 'seat_id']
                """, ct));
        Assert.Equal(
            0,
            await sales.Database.ScalarAsync<long>(
                $"select count(*) from ticket_staging.items where body::text ~ 'buyer|Анна|barcode|7900'", ct));
        // The last state of an order that the answer has twice.
        Assert.Equal(
            "2",
            await sales.Database.ScalarAsync<string>(
                $"select body ->> 'price' from ticket_staging.items where item_id = 7", ct));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.999)]
    public async Task Half_an_answer_is_a_failure(double part)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var sales = await ImportingShop.StartAsync(shop, ct);
        var text = Answer();
        await WriteAsync(text[..(int)(text.Length * part)], ct);

        var failure = await Assert.ThrowsAsync<ShopException>(() => sales.ImportAsync(ct, new(Offline: _folder)));

        Assert.StartsWith("QTickets gave an answer that cannot be read", failure.Message, StringComparison.Ordinal);
    }

    static string Answer()
    {
        var orders = new JsonArray();
        for (var id = 1; id <= 40; id++)
            orders.Add(Order(id, price: 1, tickets: 2));
        orders.Add(Order(7, price: 2, tickets: 1));
        orders.Add(Order(41, price: 1, tickets: TicketsOfGroup));
        var answer = new JsonObject
        {
            ["meta"] = new JsonObject { ["data"] = new JsonArray(1, 2), ["text"] = "\"data\":[" },
            ["data"] = orders,
            ["paging"] = new JsonObject { ["perPage"] = 100 }
        };
        return answer.ToJsonString(new() { WriteIndented = true });
    }

    static JsonObject Order(int id, int price, int tickets)
    {
        var baskets = new JsonArray();
        for (var ticket = 0; ticket < tickets; ticket++)
            baskets.Add(new JsonObject
            {
                ["id"] = id * 1000 + ticket,
                ["barcode"] = "870001",
                ["seat_id"] = "ПАРТЕР-1;2",
                ["price"] = price,
                ["client_email"] = "buyer@example.com",
                ["client_phone"] = "+79001234567"
            });
        return new()
        {
            ["client"] = new JsonObject
            {
                ["email"] = "buyer@example.com",
                ["details"] = new JsonObject { ["name"] = "Анна" }
            },
            ["id"] = id,
            ["price"] = price,
            ["updated_at"] = $"2026-08-01T12:00:0{price}+03:00",
            ["utm"] = new JsonArray(),
            ["baskets"] = baskets
        };
    }

    Task WriteAsync(string answer, CancellationToken ct) => File.WriteAllTextAsync(
        Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "orders")).FullName, "000001.json"),
        answer,
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        ct);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
