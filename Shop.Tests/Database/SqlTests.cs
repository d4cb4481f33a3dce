using Npgsql;
using Shop.Database;

namespace Shop.Tests.Database;

public class SqlTests(ShopFixture shop)
{
    [Fact]
    public void Interpolated_values_become_numbered_parameters()
    {
        var name = "x'; drop table t; --";

        Assert.Equal(
            "select * from t where name = $1 and size > $2",
            Sql.Of($"select * from t where name = {name} and size > {5}").ToString());
        Assert.Equal("select 1", Sql.Of($"select 1").ToString());
    }

    [Fact]
    public void Fragments_compose_and_their_parameters_are_numbered_anew()
    {
        var cheap = Sql.Of($" and price < {10}");
        var filter = Sql.Of($"stock > {0}{cheap}");

        Assert.Equal(
            "select $1 from t where stock > $2 and price < $3 or (stock > $4 and price < $5) limit $6",
            Sql.Of($"select {1} from t where {filter} or ({filter}) limit {20}").ToString());
        Assert.Equal("stock > $1 and price < $2", filter.ToString());
    }

    [Fact]
    public async Task A_statement_is_planned_once_whatever_its_limit_and_the_length_of_its_arrays()
    {
        var ct = TestContext.Current.CancellationToken;
        var builder = new NpgsqlDataSourceBuilder(await shop.ConnectionStringAsync(ShopDatabase.Name));
        ShopDatabase.Configure(builder);
        await using var database = builder.Build();
        await using var connection = await database.OpenConnectionAsync(ct);
        // Plans depend on statistics, and those of shared tables change while the tests run.
        await connection.ExecuteAsync($"create temporary table numbers (id uuid primary key)", ct);
        await connection.ExecuteAsync(
            $"insert into numbers select gen_random_uuid() from generate_series(1, 10000)", ct);
        await connection.ExecuteAsync($"analyze numbers", ct);
        Guid[] two = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        for (var i = 0; i < 10; i++)
            await connection.ScalarAsync<Guid?>(
                $"select id from numbers where not id = any({two}) order by id limit {20}", ct);

        Assert.Equal("custom 0, generic 9", await connection.ScalarAsync<string>(
            $"""
            select format('custom %s, generic %s', custom_plans, generic_plans) from pg_prepared_statements
            where statement like 'select id from numbers%'
            """, ct));
    }

    [Theory]
    [InlineData("'); drop table catalog.products; --")]
    [InlineData("$1 {0} \\ \" ' % _")]
    [InlineData("")]
    [InlineData("Ёлка 🎄")]
    public async Task Text_is_stored_as_it_is(string text)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var connection = await shop.Database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync($"create temporary table notes (text text)", ct);

        await connection.ExecuteAsync($"insert into notes (text) values ({text})", ct);

        Assert.Equal(text, await connection.ScalarAsync<string>($"select text from notes where text = {text}", ct));
        Assert.NotEqual(0, await connection.ScalarAsync<long>($"select count(*) from catalog.products", ct));
    }

    [Fact]
    public async Task Nulls_of_every_type_are_null()
    {
        var ct = TestContext.Current.CancellationToken;

        Assert.True(await IsNullAsync($"select {(string?)null} is null", ct));
        Assert.True(await IsNullAsync($"select {(int?)null} is null", ct));
        Assert.True(await IsNullAsync($"select {(decimal?)null} is null", ct));
        Assert.True(await IsNullAsync($"select {(Guid?)null} is null", ct));
        Assert.True(await IsNullAsync($"select {(DateTimeOffset?)null} is null", ct));
        Assert.Null(await shop.Database.ScalarAsync<string>($"select null::text", ct));
        Assert.Null(await shop.Database.ScalarAsync<string>($"select 'x' where false", ct));
    }

    [Fact]
    public async Task Values_keep_their_type()
    {
        var ct = TestContext.Current.CancellationToken;
        var moment = new DateTimeOffset(2026, 8, 1, 12, 30, 0, TimeSpan.Zero);
        int? seven = 7;

        Assert.Equal("integer", await shop.Database.ScalarAsync<string>($"select pg_typeof({seven})::text", ct));
        Assert.Equal("numeric", await shop.Database.ScalarAsync<string>($"select pg_typeof({1.50m})::text", ct));
        Assert.Equal("1.50", await shop.Database.ScalarAsync<string>($"select ({1.50m})::text", ct));
        Assert.Equal(
            "interval",
            await shop.Database.ScalarAsync<string>($"select pg_typeof({TimeSpan.FromSeconds(1)})::text", ct));
        Assert.True(
            await shop.Database.ScalarAsync<bool>($"select {moment} = '2026-08-01T15:30:00+03:00'::timestamptz", ct));
    }

    [Fact]
    public async Task An_array_is_one_parameter()
    {
        var ct = TestContext.Current.CancellationToken;
        Guid[] ids = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        string[] names = ["a", "b'; --"];

        Assert.True(await shop.Database.ScalarAsync<bool>(
            $"select {ids[1]} = any({ids}) and not {Guid.CreateVersion7()} = any({ids})", ct));
        Assert.Equal(names, await shop.Database.ScalarAsync<string[]>($"select {names}", ct));
        Assert.Equal(
            0,
            await shop.Database.ScalarAsync<long>($"select count(*) from unnest({Array.Empty<string>()})", ct));
    }

    [Fact]
    public async Task A_connection_works_within_its_transaction()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var connection = await shop.Database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync($"create temporary table notes (text text)", ct);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            Assert.Equal(1, await connection.ExecuteAsync($"insert into notes (text) values ({"a"})", ct));
            Assert.Equal(1, await connection.ScalarAsync<long>($"select count(*) from notes", ct));
        }

        Assert.Equal(0, await connection.ScalarAsync<long>($"select count(*) from notes", ct));
        Assert.Equal(0, await connection.ExecuteAsync($"update notes set text = {"b"} where text = {"a"}", ct));
    }

    [Fact]
    public async Task Rows_are_read_by_the_record_itself()
    {
        var ct = TestContext.Current.CancellationToken;

        Assert.Equal([new(1), new(2)], await shop.Database.QueryAsync<Number>($"select generate_series(1, {2})", ct));
        Assert.Equal(new Number(7), await shop.Database.QuerySingleAsync<Number>($"select {7}", ct));
        Assert.Null(await shop.Database.QuerySingleAsync<Number>($"select 1 where false", ct));
        var (total, page) = await shop.Database.QueryPageAsync<Number>(
            $"select {40L}", $"select {3} union all select {4}", ct);
        Assert.Equal(40, total);
        Assert.Equal([new(3), new(4)], page);
    }

    [Fact]
    public async Task A_column_that_nobody_reads_is_an_error()
    {
        var ct = TestContext.Current.CancellationToken;

        var unread = await Assert.ThrowsAsync<InvalidOperationException>(
            () => shop.Database.QuerySingleAsync<Number>($"select 1, 2 as second", ct));

        Assert.Equal("Number read 1 columns of 2; the next is second.", unread.Message);
    }

    async Task<bool> IsNullAsync(Sql sql, CancellationToken ct) => await shop.Database.ScalarAsync<bool>(sql, ct);

    sealed record Number(int Value) : IRow<Number>
    {
        public static Number Read(RowReader row) => new(row.Get<int>());
    }
}
