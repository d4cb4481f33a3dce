using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Shop.Database;

namespace Rehearsal.Steps;

/// <summary>The database that is restored after a disaster, and the one that a new release finds.</summary>
static class Databases
{
    static readonly TimeSpan MostForRestore = TimeSpan.FromMinutes(2);

    public static async Task RestoreAsync(Stage stage, Facts facts, CancellationToken ct)
    {
        var orders = stage.IsShort ? 5_000 : 100_000;
        await AddOrdersAsync(stage, orders, ct);
        var backup = Path.Combine(stage.Data, "backup");
        string before;
        await using (var connection = await stage.Database.OpenConnectionAsync(ct))
        {
            // The shop goes on: the backup and the checksums are of one moment.
            await connection.ExecuteAsync($"begin isolation level repeatable read", ct);
            var snapshot = await connection.ScalarAsync<string>($"select pg_export_snapshot()", ct);
            var began = Stopwatch.GetTimestamp();
            await PostgresAsync(
                stage,
                ["pg_dump", "--format=directory", "--jobs=2", $"--snapshot={snapshot}", $"--file={backup}", "shopdb"],
                ct);
            facts.Seconds("backup", Stopwatch.GetElapsedTime(began));
            before = await ChecksumsAsync(connection, ct);
            await connection.ExecuteAsync($"rollback", ct);
        }
        var restoring = Stopwatch.GetTimestamp();
        await PostgresAsync(stage, ["createdb", "--template=template0", "restored"], ct);
        await PostgresAsync(stage, ["pg_restore", "--jobs=2", "--exit-on-error", "--dbname=restored", backup], ct);
        var took = Stopwatch.GetElapsedTime(restoring);
        await using var restored = NpgsqlDataSource.Create(stage.Servers.PostgresOf("restored"));
        await using (var connection = await restored.OpenConnectionAsync(ct))
            StepFailedException.If(
                before != await ChecksumsAsync(connection, ct), "The restored rows differ from those of the backup.");
        facts.Seconds("restore", took);
        facts.Add("orders", await restored.ScalarAsync<long>($"select count(*) from orders.orders", ct));
        facts.Add("tables with equal checksums", before.Count(letter => letter == '\n') + 1);
        StepFailedException.If(took > MostForRestore, $"The restore took {took.TotalSeconds:0} s.");

        // The shop runs on what was restored, and its own checks pass.
        stage.Parameters["shopdb"] = stage.Servers.PostgresOf("restored");
        foreach (var host in Manifest.Hosts)
            await Deployed.RestartAsync(stage, host, ct);
        await stage.Client.LoginAsync(stage.Admin.Email, stage.Admin.Password, ct);
        await Programs.CheckAsync(stage, facts, ct);
    }

    /// <summary>Copies of an order that the shop has taken, with their lines.</summary>
    static Task<int> AddOrdersAsync(Stage stage, int count, CancellationToken ct) => stage.Database.ExecuteAsync(
        $"""
        with sample as (select * from orders.orders order by id desc limit 1),
        copies as (
            select gen_random_uuid() id, 'R-' || i number, now() - i * interval '1 minute' created_at
            from generate_series(1, {count}) i),
        lines as (
            insert into orders.lines
            select (jsonb_populate_record(l, jsonb_build_object('order_id', c.id))).*
            from copies c, orders.lines l join sample s on l.order_id = s.id)
        insert into orders.orders (
            id, number, user_id, status, payment_status, subtotal, shipping_cost, shipping_method, shipping_address, created_at)
        select c.id, c.number, s.user_id, 'cancelled', 'unpaid', s.subtotal, s.shipping_cost, s.shipping_method,
            s.shipping_address, c.created_at
        from copies c, sample s
        """, ct);

    /// <summary>A line for each table: its name, its number of rows and the sum of their hashes.</summary>
    static async Task<string> ChecksumsAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await connection.ScalarAsync<string>(
            $"""
            select string_agg(table_schema || '.' || table_name || ' ' || (xpath('/row/sum/text()', query_to_xml(
                format('select count(*) || '' '' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) "sum" from %I.%I t',
                    table_schema, table_name), false, true, '')))[1]::text, E'\n' order by table_schema, table_name)
            from information_schema.tables
            where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
            """, ct) ?? "";

    /// <summary>
    /// The worker of this version finds the schema of the last release, and leaves that of a new database.
    /// </summary>
    public static async Task UpgradeAsync(Stage stage, Facts facts, CancellationToken ct)
    {
        var last = (await File.ReadAllTextAsync(Path.Combine(stage.Repository, "rehearse/last-release"), ct)).Trim();
        StepFailedException.If(!Migrator.Names.Contains(last), $"There is no migration {last}.");
        await PostgresAsync(stage, ["createdb", "--template=template0", "upgraded"], ct);
        await using var upgraded = NpgsqlDataSource.Create(stage.Servers.PostgresOf("upgraded"));
        await upgraded.ExecuteAsync(
            $"""
            create table public.migrations (
                name text primary key,
                checksum text not null,
                applied_at timestamptz not null default now())
            """, ct);
        foreach (var name in Migrator.Names.TakeWhile(name => string.CompareOrdinal(name, last) <= 0))
        {
            var file = Path.Combine(stage.Repository, "Shop/Database/Migrations", name);
            await PostgresAsync(
                stage,
                ["psql", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", $"--file={file}", "upgraded"], ct);
            var text = await File.ReadAllTextAsync(file, ct);
            var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            await upgraded.ExecuteAsync(
                $"insert into public.migrations (name, checksum) values ({name}, {checksum})", ct);
        }
        // A shop with goods of its own beside the sample goods that every schema before 0040 began with.
        await upgraded.ExecuteAsync(
            $"""
            with product as (
                insert into catalog.products (id, name, price, sku)
                values (gen_random_uuid(), 'Своя лампа', 490, 'OWN-1')
                returning id)
            insert into inventory.stock (product_id, on_hand) select id, 7 from product
            """, ct);
        var began = Stopwatch.GetTimestamp();
        await using var worker = Deployed.Create(stage, "worker", Stage.Replicas, "-upgrade");
        var environment = Deployed.EnvironmentOf(stage, "worker", worker.Port);
        environment["ConnectionStrings__shopdb"] = stage.Servers.PostgresOf("upgraded");
        // Its consumers must not take the messages of the shop that runs.
        environment["ConnectionStrings__rabbitmq"] += "/upgrade-rehearsal";
        worker.Start(environment);
        await Processes.UntilAsync("the worker has upgraded the schema", TimeSpan.FromSeconds(60), async () =>
        {
            var applied = await upgraded.ScalarAsync<long>($"select count(*) from public.migrations", ct);
            return applied == Migrator.Names.Count;
        }, ct);
        facts.Seconds("upgrade", Stopwatch.GetElapsedTime(began));
        facts.Add("from", last);
        var (expected, actual) = (await SchemaAsync(stage, "shopdb", ct), await SchemaAsync(stage, "upgraded", ct));
        StepFailedException.If(expected != actual, "The upgraded schema differs from a new one.");
        var goods = await upgraded.ScalarAsync<string>(
            $"""
            select string_agg(p.sku || ' ' || s.on_hand, ', ')
            from catalog.products p full join inventory.stock s on s.product_id = p.id
            """, ct);
        StepFailedException.If(goods != "OWN-1 7", $"After the upgrade the goods are: {goods}.");
        facts.Add("goods after it", "the shop's own");
    }

    static async Task<string> SchemaAsync(Stage stage, string database, CancellationToken ct)
    {
        var file = Path.Combine(stage.Data, $"{database}.sql");
        await PostgresAsync(stage, ["pg_dump", "--schema-only", $"--file={file}", database], ct);
        // Partitions are created by the month, and newer servers begin and end with a random word.
        return string.Join('\n', (await File.ReadAllLinesAsync(file, ct))
            .Where(line => !line.StartsWith("--", StringComparison.Ordinal)
                && !line.StartsWith(@"\restrict", StringComparison.Ordinal)
                && !line.StartsWith(@"\unrestrict", StringComparison.Ordinal)));
    }

    static Task PostgresAsync(Stage stage, string[] command, CancellationToken ct)
    {
        var own = Path.Combine(stage.Servers.PostgresPrograms, command[0]);
        return Processes.RunAsync(
            Path.Combine(stage.Logs, "postgres-programs.log"), stage.Data, stage.Servers.PostgresEnvironment,
            [File.Exists(own) ? own : command[0], .. command[1..]], ct);
    }
}
