using System.Diagnostics;
using Shop.Database;

namespace TicketSales;

/// <summary>
/// The whole way of ticket sales, in a database of its own: the importer is a process as in production, QTickets is a
/// box office that sells, refunds and fails meanwhile. Eight steps are followed by six criteria.
/// </summary>
public sealed class EndToEnd(string server, string worker, string units)
{
    const int Seed = 18;
    const int Orders = 250;
    const int PerPage = 20;

    readonly Random _random = new(Seed);
    readonly List<ReportStep> _steps = [];

    public async Task<EndToEndReport> RunAsync(CancellationToken ct)
    {
        var (startedAt, watch) = (TimeProvider.System.GetUtcNow(), Stopwatch.StartNew());
        await StepAsync("environment", found => EnvironmentAsync(found, ct));
        if (!_steps[0].Passed)
            return new(startedAt, watch.Elapsed.TotalSeconds, _steps, []);
        await using var database = await OwnDatabase.CreateAsync(server, ct);
        await using var stub = await QTicketsStub.StartAsync(Season.Open(Orders), PerPage);
        var state = new TicketState(database, stub.Office);
        // The importer's login role has the rights of etl_writer only.
        var login = database.ConnectionString;
        List<Criterion> criteria = [];
        await StepAsync("database", async found => login = await DatabaseAsync(found, database, ct));
        var importer = new Importer(worker, login) { QTickets = stub.Address };
        await StepAsync("load", found => LoadAsync(found, stub, state, importer, criteria, ct));
        await StepAsync("quality", found => QualityAsync(found, state, criteria, ct));
        await StepAsync("metadata", found => MetadataAsync(found, database, ct));
        await StepAsync("monitoring", found => MonitoringAsync(found, database, criteria, ct));
        await StepAsync("automation", found => AutomationAsync(found, stub, state, importer, criteria, ct));
        await StepAsync("smoke", found => SmokeAsync(found, importer, ct));
        foreach (var name in (string[])["complete", "exact", "unique", "fresh", "repeatable", "resumable"])
            if (!criteria.Exists(criterion => criterion.Name == name))
                criteria.Add(new(name, false, "The step that decides it did not get so far."));
        return new(startedAt, Math.Round(watch.Elapsed.TotalSeconds, 1), _steps, criteria);
    }

    async Task StepAsync(string name, Func<List<string>, Task> step)
    {
        var watch = Stopwatch.StartNew();
        var found = new List<string>();
        var passed = true;
        try
        {
            await step(found);
        }
#pragma warning disable CA1031 // A step that fails is a finding, and the report has those of the other steps too.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            passed = false;
            found.Add(e.Message);
        }
        _steps.Add(new(name, passed, Math.Round(watch.Elapsed.TotalSeconds, 1), found));
    }

    async Task EnvironmentAsync(List<string> found, CancellationToken ct)
    {
        found.Add($".NET {Environment.Version}");
        Require(File.Exists(worker), $"There is no {worker}; build it first.");
        await using var source = Npgsql.NpgsqlDataSource.Create(server);
        var version = await source.ScalarAsync<string>($"show server_version_num", ct);
        Require(int.Parse(version!, null) >= 140_000, $"PostgreSQL {version} is older than 14.");
        found.Add($"PostgreSQL {version}");
        var wrong = await new Importer(worker, server).RunAsync(["tickets", "import", "--from", "yesterday"], ct);
        Require(wrong.ExitCode == 2, $"Wrong use of the importer ended with {wrong.ExitCode}: {wrong.Output}");
        found.Add("the importer starts, and refuses wrong use");
    }

    async Task<string> DatabaseAsync(List<string> found, OwnDatabase database, CancellationToken ct)
    {
        var migrated = await new Importer(worker, database.ConnectionString).RunAsync(["migrate"], ct);
        Require(migrated.ExitCode == 0, migrated.Output);
        var migrations = await database.Source.ScalarAsync<long>($"select count(*) from public.migrations", ct);
        found.Add($"{migrations} migrations");
        foreach (var (role, table, right, isAllowed) in Rights)
            Require(
                await database.Source.ScalarAsync<bool>(
                    $"select coalesce(has_table_privilege({role}, {table}, {right}), false)", ct) == isAllowed,
                $"{role} {(isAllowed ? "lacks" : "has")} the right {right} on {table}");
        found.Add($"{Rights.Length} rights are as they should be");
        return await database.AddLoginAsync("etl_writer", ct);
    }

    static readonly (string Role, string Table, string Right, bool IsAllowed)[] Rights =
    [
        ("etl_writer", "ticket_staging.items", "insert", true),
        ("etl_writer", "ticket_facts.tickets", "delete", true),
        ("etl_writer", "ticket_marts.sales", "insert", true),
        ("etl_writer", "tickets.job_runs", "update", true),
        ("etl_writer", "orders.orders", "select", false),
        ("etl_writer", "accounts.users", "select", false),
        ("bi_reader", "ticket_marts.sales", "select", true),
        ("bi_reader", "ticket_marts.sales", "insert", false),
        ("bi_reader", "ticket_facts.tickets", "select", false),
        ("bi_reader", "ticket_staging.items", "select", false)
    ];

    async Task LoadAsync(
        List<string> found,
        QTicketsStub stub,
        TicketState state,
        Importer importer,
        List<Criterion> criteria,
        CancellationToken ct)
    {
        // The first import meets every kind of failure, and sales that move the pages under it.
        stub.Fail(StubFault.Unavailable, StubFault.Empty, StubFault.Half, StubFault.RateLimit, StubFault.Reset);
        stub.Before = number =>
        {
            if (number % 4 == 0)
                Season.Change(stub.Office, _random);
            return Task.CompletedTask;
        };
        Succeeded(await importer.RunAsync(["tickets", "import"], ct));
        stub.Before = null;
        found.Add($"first import through 503, 429, no answer and an empty and half a one: {stub.Requests} requests");

        for (var change = 0; change < 120; change++)
            Season.Change(stub.Office, _random);
        var requests = stub.Requests;
        Succeeded(await importer.RunAsync(["tickets", "import"], ct));
        found.Add($"120 sales, refunds, prices, deletions and restored orders: {stub.Requests - requests} requests");
        await state.AssertStagedAsync(ct);
        criteria.Add(new("complete", true, $"{stub.Office.Orders.Count} orders of the box office are in staging"));

        var before = await state.Database.ChecksumAsync(ct);
        Succeeded(await importer.RunAsync(["tickets", "import", "--from", "2000-01-01"], ct));
        var isEqual = await state.Database.ChecksumAsync(ct) == before;
        criteria.Add(new("repeatable", isEqual, "importing everything again changes no row"));

        // Without a trace: only a pass over everything can notice.
        var lost = stub.Office.Sell(1, 11, "vk", 1000);
        Succeeded(await importer.RunAsync(["tickets", "import"], ct));
        stub.Office.Purge(lost);
        await state.ForgetFullPassAsync(ct);
        Succeeded(await importer.RunAsync(["tickets", "import"], ct));
        await state.AssertStagedAsync(ct);
        found.Add("an order that is gone without a trace is noticed");
    }

    static async Task QualityAsync(
        List<string> found, TicketState state, List<Criterion> criteria, CancellationToken ct)
    {
        var (box, facts, marts) = (state.Expected, await state.FactsAsync(ct), await state.MartsAsync(ct));
        criteria.Add(new("exact", box == facts && box == marts, $"box office {box}, facts {facts}, marts {marts}"));
        var twice = await state.Database.Source.ScalarAsync<long>(
            $"""
            select count(*) from (
                select (basket ->> 'id') from ticket_staging.items, jsonb_array_elements(body -> 'baskets') basket
                where resource = 'orders' group by 1 having count(*) > 1) twice
            """, ct);
        criteria.Add(new("unique", twice == 0, $"{twice} tickets are there twice"));
        var negative = await state.Database.Source.ScalarAsync<long>(
            $"select count(*) from ticket_facts.tickets where revenue < 0 or refunded < 0 or refunded > revenue", ct);
        Require(negative == 0, $"{negative} tickets have sums below zero, or more refunded than paid.");
        found.Add("no ticket has a sum below zero");
        var personal = await state.Database.Source.ScalarAsync<long>(
            $"select count(*) from ticket_staging.items where body::text ~ '@example.com|[+]7900|Иванова'", ct);
        Require(personal == 0, $"{personal} staged objects have personal data.");
        found.Add("no staged object has personal data");
    }

    static async Task MetadataAsync(List<string> found, OwnDatabase database, CancellationToken ct)
    {
        var imports = await database.Source.ScalarAsync<long>(
            $"""
            select count(*) from tickets.job_runs where job = 'import' and status = 'succeeded' and metrics ? 'read'
            """, ct);
        Require(imports == 5, $"{imports} imports are recorded as succeeded, of 5.");
        var others = await database.Source.ScalarAsync<string>(
            $"""
            select string_agg(job || ' ' || status || ' ' || message, ', ') from tickets.job_runs where status <> 'succeeded'
            """, ct);
        Require(others is null, $"Runs that did not succeed: {others}");
        found.Add($"{imports} imports with their times, rows and metrics");
        var answers = await database.Source.ScalarAsync<long>(
            $"select count(*) from ticket_staging.answers a join ticket_staging.bodies b using (hash)", ct);
        Require(answers > 0, "No answer is kept as it came.");
        found.Add($"{answers} answers as they came");
    }

    static async Task MonitoringAsync(
        List<string> found, OwnDatabase database, List<Criterion> criteria, CancellationToken ct)
    {
        var oldest = await database.Source.ScalarAsync<double>(
            $"""
            select extract(epoch from max(now() - coalesce(completed_at, 'epoch')))::float8 from ticket_staging.sources
            """, ct);
        criteria.Add(new("fresh", oldest < 900, $"the oldest source was completed {oldest:N0} s ago"));
        var running = await database.Source.ScalarAsync<long>(
            $"select count(*) from tickets.job_runs where status = 'running'", ct);
        Require(running == 0, $"{running} runs have no end.");
        found.Add("every run has an end");
    }

    async Task AutomationAsync(
        List<string> found,
        QTicketsStub stub,
        TicketState state,
        Importer importer,
        List<Criterion> criteria,
        CancellationToken ct)
    {
        found.Add(await SystemdUnits.VerifyAsync(units, ct));
        for (var change = 0; change < 60; change++)
            Season.Change(stub.Office, _random);
        // Killed in the middle of the orders of a pass over everything, and started again as the timer would.
        await state.ForgetFullPassAsync(ct);
        var middle = stub.Requests + 12;
        var (isThere, isDead) = (new TaskCompletionSource(), new TaskCompletionSource());
        stub.Before = number =>
        {
            if (number < middle)
                return Task.CompletedTask;
            isThere.TrySetResult();
            return isDead.Task;
        };
        var killed = await importer.RunAsync(["tickets", "import"], ct, isThere.Task);
        stub.Before = null;
        isDead.SetResult();
        Require(killed.ExitCode != 0, "The import ended before it was killed.");
        Succeeded(await importer.RunAsync(["tickets", "import"], ct));
        await state.AssertStagedAsync(ct);
        var interrupted = await state.Database.Source.ScalarAsync<long>(
            $"select count(*) from tickets.job_runs where status = 'interrupted'", ct);
        var facts = await state.FactsAsync(ct);
        criteria.Add(new(
            "resumable",
            interrupted == 1 && facts == state.Expected,
            $"killed and started again: facts {facts}, {interrupted} run is marked as interrupted"));
    }

    static async Task SmokeAsync(List<string> found, Importer importer, CancellationToken ct)
    {
        var check = await importer.RunAsync(["tickets", "check"], ct);
        found.Add(check.Output);
        Require(check.ExitCode == 0, "A check of the data failed.");
    }

    static void Succeeded(Ended ended) => Require(ended.ExitCode == 0, $"The import failed: {ended.Output}");

    internal static void Require(bool isMet, string message)
    {
        if (!isMet)
            throw new InvalidOperationException(message);
    }
}
