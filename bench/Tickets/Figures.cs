using System.Globalization;
using System.Text.Json;
using Shop.Database;

namespace TicketSales;

/// <summary>What the import of many tickets costs, in the importer's own process.</summary>
sealed class Figures(string server, string worker)
{
    const int OrdersPerFile = 100;
    const int ChangedOrders = 1000;

    // An order has one to four tickets, so two and a half on average.
    const double TicketsPerOrder = 2.5;

    public async Task MeasureAsync(int tickets, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("shop-tickets-").FullName;
        try
        {
            await using var database = await OwnDatabase.CreateAsync(server, ct);
            await database.MigrateAsync(ct);
            var orders = (int)(tickets / TicketsPerOrder);
            var importer = new Importer(worker, database.ConnectionString);
            var all = Path.Combine(folder, "all");
            await RecordAsync(all, 1, orders, price: 1500, ct);
            await ImportAsync(importer, "everything", all, "budget 60 s and 300 MB", ct);
            var before = await database.ChecksumAsync(ct);
            await ImportAsync(importer, "everything again", all, "no row may change", ct);
            var after = await database.ChecksumAsync(ct);
            EndToEnd.Require(before == after, $"Importing everything again has changed rows:\n{before}\n{after}");
            Console.WriteLine("The checksums of staging, facts and marts are as before.");
            var some = Path.Combine(folder, "some");
            await RecordAsync(some, 1, ChangedOrders, price: 1700, ct);
            await ImportAsync(importer, $"{ChangedOrders} changed orders", some, "budget 2 s", ct);
            Console.WriteLine(await database.Source.ScalarAsync<string>(
                $"""
                select string_agg(format('%s %s: %s s, %s rows', job, status,
                    round(extract(epoch from finished_at - started_at), 1), rows), '; ' order by started_at)
                from tickets.job_runs
                """, ct));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task ImportAsync(Importer importer, string name, string folder, string budget, CancellationToken ct)
    {
        var ended = await importer.RunAsync(["tickets", "import", "--offline", folder], ct);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {ended.Time.TotalSeconds:N1} s with the start of the process, "
                + $"{ended.PeakMemory / 1e6:N0} MB ({budget})"));
        Console.WriteLine(ended.Output);
        EndToEnd.Require(ended.ExitCode == 0, "The import failed.");
    }

    static async Task RecordAsync(string folder, int first, int count, decimal price, CancellationToken ct)
    {
        var (events, shows, orders) = (Folder("events"), Folder("shows"), Folder("orders"));
        var office = Season.Open(orders: 0);
        var ids = Season.Shows.Select(show => show.Event).Distinct().ToList();
        foreach (var id in ids)
            await File.WriteAllTextAsync(
                Path.Combine(shows, $"{id}.json"), $$"""{"data":{{office.Event(id)!.ToJsonString()}}}""", ct);
        var list = string.Join(',', ids.Select(id => office.Event(id)!.ToJsonString()));
        await File.WriteAllTextAsync(Path.Combine(events, "000001.json"), $$"""{"data":[{{list}}]}""", ct);
        for (var from = first; from < first + count; from += OrdersPerFile)
        {
            var name = (from / OrdersPerFile + 1).ToString("D6", CultureInfo.InvariantCulture);
            await using var file = File.Create(Path.Combine(orders, $"{name}.json"));
            await using var json = new Utf8JsonWriter(file);
            json.WriteStartObject();
            json.WriteStartArray("data");
            for (var id = from; id < Math.Min(from + OrdersPerFile, first + count); id++)
                WriteOrder(json, id, price);
            json.WriteEndArray();
            json.WriteStartObject("paging");
            json.WriteNumber("perPage", OrdersPerFile);
            json.WriteNumber("currentPage", from / OrdersPerFile + 1);
            json.WriteNumber("total", count);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        string Folder(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
    }

    static void WriteOrder(Utf8JsonWriter json, int id, decimal price)
    {
        var (eventId, show) = Season.Shows[id % Season.Shows.Length];
        // Two years of sales; a later price is a later change.
        var start = new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.FromHours(3));
        var createdAt = start.AddSeconds(id * 157L % 63_000_000);
        var (created, updated) = (Text(createdAt), Text(createdAt.AddSeconds((double)price)));
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("uniqid", $"o{id:x8}");
        json.WriteNumber("payed", 1);
        json.WriteString("payed_at", created);
        json.WriteString("created_at", created);
        json.WriteString("updated_at", updated);
        json.WriteNull("deleted_at");
        json.WriteNumber("client_id", 100_000 + id % 300_000);
        json.WriteStartObject("client");
        json.WriteNumber("id", 100_000 + id % 300_000);
        json.WriteString("email", $"buyer{id % 300_000}@example.com");
        json.WriteStartObject("details");
        json.WriteString("name", "Анна");
        json.WriteString("surname", "Иванова");
        json.WriteString("phone", "+79001234567");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteNumber("site_id", 1);
        json.WriteNumber("payment_type_id", 3);
        json.WriteString("payment_url", $"https://qtickets.example/pay/{id:x16}");
        json.WriteNull("promo_code_id");
        json.WriteNull("discount_id");
        json.WriteNumber("reserved", 0);
        json.WriteNull("reserved_to");
        json.WriteNumber("event_id", eventId);
        var tickets = id % 4 + 1;
        json.WriteNumber("price", price * tickets);
        json.WriteNumber("original_price", price * tickets);
        json.WriteString("currency_id", "RUB");
        json.WriteStartObject("utm");
        json.WriteString("utm_source", id % 3 == 0 ? "yandex" : "vk");
        json.WriteString("utm_campaign", "season");
        json.WriteEndObject();
        json.WriteStartArray("fields");
        json.WriteEndArray();
        json.WriteStartArray("baskets");
        for (var n = 0; n < tickets; n++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", id * 10L + n);
            json.WriteString("barcode", $"87{id * 10L + n:D10}");
            json.WriteNumber("show_id", show);
            json.WriteString("seat_id", $"CENTER_PARTERRE-{id % 40 + 1};{n + 1}");
            json.WriteNumber("original_price", price);
            json.WriteNumber("discount_value", 0);
            json.WriteNumber("price", price);
            json.WriteNumber("quantity", 1);
            json.WriteString("client_email", $"buyer{id % 300_000}@example.com");
            json.WriteString("client_phone", "+79001234567");
            json.WriteString("client_name", "Анна");
            json.WriteString("client_surname", "Иванова");
            json.WriteNull("checked_at");
            json.WriteString("created_at", created);
            json.WriteString("updated_at", updated);
            json.WriteNull("deleted_at");
            if (id % 50 == 0)
                json.WriteString("refunded_at", updated);
            else
                json.WriteNull("refunded_at");
            if (id % 50 == 0)
                json.WriteNumber("refunded_amount", price);
            else
                json.WriteNull("refunded_amount");
            json.WriteNull("refunded_deduction_amount");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
