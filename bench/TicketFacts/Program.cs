using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shop.Database;
using TicketFacts;

// A database of its own: it is dropped afterwards, and the sales of the graph stay as they are.
var tickets = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000;
var settings = new NpgsqlConnectionStringBuilder(args[0])
{
    Database = $"bench_tickets_{Environment.ProcessId}",
    CommandTimeout = 600
};
await using var server = NpgsqlDataSource.Create(args[0]);
await RunAsync($"create database {settings.Database}");
try
{
    await using var database = NpgsqlDataSource.Create(settings);
    await new Migrator(database, NullLogger<Migrator>.Instance).RunAsync(CancellationToken.None);
    await using var connection = await database.OpenConnectionAsync();
    await new Measurement(connection, tickets).RunAsync(CancellationToken.None);
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
