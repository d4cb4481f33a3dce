using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Requests;
using Shop.Database;

// A database of its own: it is dropped afterwards, and the graph's figures stay as they are.
var settings = new NpgsqlConnectionStringBuilder(args[0]) { Database = $"bench_{Environment.ProcessId}" };
await using var server = NpgsqlDataSource.Create(args[0]);
await RunAsync($"create database {settings.Database}");
try
{
    var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
    ShopDatabase.Configure(builder);
    await using var database = builder.Build();
    await new Migrator(database, NullLogger<Migrator>.Instance).RunAsync(CancellationToken.None);
    await Throughput.MeasureAsync(database);
    await Month.MeasureAsync(database);
}
finally
{
    await RunAsync($"drop database {settings.Database} with (force)");
}

Task RunAsync(string statement)
{
    var sql = new Sql(0, 0);
    sql.AppendLiteral(statement);
    return server.ExecuteAsync(sql, CancellationToken.None);
}
