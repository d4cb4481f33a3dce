using Npgsql;
using Shop.Database;
using Shop.Tickets.Jobs;

namespace Shop.Tests.Tickets;

/// <summary>The roles of the warehouse do what they are for, and are refused everything else.</summary>
public class WarehouseAccessTests(ShopFixture shop)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_importers_role_imports_derives_and_checks_and_reads_nothing_of_the_shop()
    {
        await using var warehouse = await Warehouse.CreateAsync(shop, Ct);
        await warehouse.Connection.ExecuteAsync($"set role etl_writer", Ct);

        await warehouse.StageAsync(
            "orders",
            Ct,
            Warehouse.Order(1, TimeProvider.System.GetUtcNow(), null, (10, 100, new { }), (11, 100, new { })));
        await JobRunStore.BeginAsync(warehouse.Connection, Guid.CreateVersion7(), TicketJob.Import, Ct);
        Assert.True((await warehouse.DeriveAsync(Ct)).MartsReplaced);
        Assert.NotEmpty(await warehouse.Derivation.CheckAsync(warehouse.Connection, Ct));
        await warehouse.Connection.ExecuteAsync($"delete from ticket_marts.sales", Ct);

        var shopTables = (await warehouse.Source.ScalarAsync<string[]>(
            $"""
            select array_agg(format('%I.%I', schemaname, tablename)) from pg_tables
            where schemaname not in ('tickets', 'ticket_staging', 'ticket_facts', 'ticket_marts', 'information_schema')
                and schemaname not like 'pg\_%'
            """, Ct))!;
        Assert.Contains("orders.orders", shopTables);
        foreach (var table in shopTables)
            await AssertDeniedAsync(warehouse, $"select from {table}");
        await AssertDeniedAsync(warehouse, "insert into ticket_facts.plans values (1, '2026-11-01', 1, 1)");
        await AssertDeniedAsync(warehouse, "delete from ticket_facts.advertising");
        await AssertDeniedAsync(warehouse, "create table ticket_facts.mine (id integer)");
        await AssertDeniedAsync(warehouse, "call ticket_facts.grant_access()");
        await AssertDeniedAsync(warehouse, "create role accomplice");
    }

    [Fact]
    public async Task A_bi_tool_reads_the_marts_only_and_changes_nothing()
    {
        await using var warehouse = await Warehouse.CreateAsync(shop, Ct);
        await warehouse.Connection.ExecuteAsync($"set role bi_reader", Ct);

        string[] marts =
            ["sales", "utm_sales", "refunds", "inventory", "state", "latest_sales", "plan_fact", "advertising"];
        foreach (var mart in marts)
            Assert.Empty(await warehouse.RowsAsync($"ticket_marts.{mart}", Ct));

        string[] denied =
        [
            "select from ticket_facts.tickets", "select from ticket_facts.plans", "select from ticket_staging.items",
            "select from ticket_staging.bodies", "select from tickets.job_runs", "select from orders.orders",
            "select from accounts.users", "insert into ticket_marts.state values (true, gen_random_uuid(), now())",
            "delete from ticket_marts.sales", "update ticket_marts.sales set revenue = 0", "truncate ticket_marts.sales"
        ];
        foreach (var statement in denied)
            await AssertDeniedAsync(warehouse, statement);
    }

    [Fact]
    public async Task A_role_is_created_once_by_several_at_a_time_and_whoever_may_not_is_told_what_to_do()
    {
        await using var warehouse = await Warehouse.CreateAsync(shop, Ct);
        var (role, limited) = ($"test_{Guid.CreateVersion7():N}", $"limited_{Guid.CreateVersion7():N}");
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 6).Select(
                _ => warehouse.Source.ExecuteAsync($"call ticket_facts.create_role({role})", Ct)));
            Assert.True(await ExistsAsync(role));

            await RunAsync(
                $"""
                create role {limited} nologin;
                grant usage on schema ticket_facts to {limited};
                grant execute on procedure ticket_facts.create_role(text) to {limited};
                set role {limited}
                """);
            var notices = new List<string>();
            warehouse.Connection.Notice += (_, notice) => notices.Add(notice.Notice.MessageText);
            await warehouse.Connection.ExecuteAsync($"call ticket_facts.create_role({"test_refused"})", Ct);
            await warehouse.Connection.ExecuteAsync($"reset role", Ct);

            Assert.False(await ExistsAsync("test_refused"));
            Assert.Equal(
                $"The role test_refused does not exist, and {limited} may not create roles. Let an administrator of "
                    + "the server execute: create role test_refused nologin; then execute in this database: call "
                    + "ticket_facts.grant_access()",
                Assert.Single(notices));
        }
        finally
        {
            await RunAsync($"reset role; drop owned by {limited}; drop role {limited}; drop role {role}");
        }

        Task<bool> ExistsAsync(string name) => warehouse.Source.ScalarAsync<bool>(
            $"select exists (select from pg_roles where rolname = {name})", Ct);

        Task RunAsync(string statements)
        {
            var sql = new Sql(0, 0);
            sql.AppendLiteral(statements);
            return warehouse.Connection.ExecuteAsync(sql, CancellationToken.None);
        }
    }

    static async Task AssertDeniedAsync(Warehouse warehouse, string statement)
    {
        var sql = new Sql(0, 0);
        sql.AppendLiteral(statement);
        var denied = await Assert.ThrowsAsync<PostgresException>(() => warehouse.Connection.ExecuteAsync(sql, Ct));
        Assert.True(denied.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{statement}: {denied.MessageText}");
    }
}
