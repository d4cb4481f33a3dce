using System.CommandLine;

namespace TicketSales;

static class Commands
{
    public static Command Stub()
    {
        var port = new Option<int>("--port") { Description = "The port to listen on", DefaultValueFactory = _ => 8085 };
        var command = new Command("stub", "A box office that answers like QTickets and can be changed while it runs")
        {
            port
        };
        command.SetAction(async (parsed, ct) =>
        {
            await using var stub = await QTicketsStub.StartAsync(
                Season.Open(), address: $"http://127.0.0.1:{parsed.GetValue(port)}");
            Console.WriteLine($"{stub.Address}api/rest/v1/orders");
            Console.WriteLine($"It is changed by POST {stub.Address}box-office/sell?event=1&show=11 and the like.");
            Console.WriteLine("Any token is right. Ctrl-C stops it.");
            var stopped = new TaskCompletionSource();
            await using var registration = ct.Register(stopped.SetResult);
            await stopped.Task;
            return 0;
        });
        return command;
    }

    public static Command EndToEnd()
    {
        var (connection, worker) = (Connection(), Worker());
        var folder = new Option<DirectoryInfo>("--to")
        {
            Description = "The folder of the reports",
            DefaultValueFactory = _ => new("artifacts/tickets-e2e")
        };
        var units = new Option<DirectoryInfo>("--units")
        {
            Description = "The folder of the systemd units",
            DefaultValueFactory = _ => new("ops/systemd")
        };
        var command = new Command("e2e", "Import from a box office that changes and fails, and prove the result right")
        {
            connection, worker, folder, units
        };
        command.SetAction(async (parsed, ct) =>
        {
            var run = new EndToEnd(
                parsed.GetRequiredValue(connection),
                parsed.GetRequiredValue(worker),
                parsed.GetRequiredValue(units).FullName);
            var report = await run.RunAsync(ct);
            var path = await report.WriteAsync(parsed.GetRequiredValue(folder).FullName, ct);
            Console.WriteLine(report.Markdown());
            Console.WriteLine($"{path}.{{md,json}}");
            return report.Passed ? 0 : 1;
        });
        return command;
    }

    public static Command Bench()
    {
        var (connection, worker) = (Connection(), Worker());
        var tickets = new Option<int>("--tickets")
        {
            Description = "How many tickets",
            DefaultValueFactory = _ => 1_000_000
        };
        var command = new Command("bench", "Import recorded answers, again, and then with changes")
        {
            connection, worker, tickets
        };
        command.SetAction(async (parsed, ct) =>
        {
            await new Figures(parsed.GetRequiredValue(connection), parsed.GetRequiredValue(worker))
                .MeasureAsync(parsed.GetValue(tickets), ct);
            return 0;
        });
        return command;
    }

    static Option<string> Connection() => new("--connection")
    {
        Description = "A PostgreSQL server, as a connection string; a database of its own is created and dropped",
        Required = true
    };

    static Option<string> Worker() => new("--worker")
    {
        Description = "The assembly of the importer",
        DefaultValueFactory = _ => "artifacts/bin/Shop.Worker/debug/Shop.Worker.dll"
    };
}
