using System.Net.Http.Json;
using System.Security.Cryptography;
using Npgsql;
using Shop.Inventory;
using Shop.Load.Http;
using Shop.Load.Reports;
using Shop.LoadTests;
using Shop.Pilot.Requests;

namespace Shop.Load.Leading;

/// <summary>
/// The shop behind an address, if its database may be asked too: an account for the stock takers, what the run cost
/// inside, and the state of before.
/// </summary>
sealed class ShopUnderTest : IAsyncDisposable
{
    // Orders for pickup are handed over after some seconds, and only then can their accounts be deleted.
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(90);

    const int MostRoutes = 15;

    readonly NpgsqlDataSource _database;
    readonly LoadTestData _data;
    readonly DatabaseWatch _watch;
    readonly HostProcesses _hosts;
    readonly MessageWatch _messages;
    readonly CancellationTokenSource _end = new();
    readonly Uri _address;
    readonly DateTimeOffset _began;
    IReadOnlyList<StockLevel> _stock = [];
    IReadOnlyDictionary<string, long> _rows = new Dictionary<string, long>();
    Task _watching = Task.CompletedTask;

    public ShopUnderTest(Uri address, string connectionString, string checkout, TimeProvider time)
    {
        (_address, _began) = (address, time.GetUtcNow());
        _database = NpgsqlDataSource.Create(connectionString);
        (_data, _watch) = (new(_database), new(_database));
        _hosts = new(checkout, time);
        _messages = new(HostProcesses.MetricsPages(checkout), time);
    }

    /// <summary>Remembers the stock, and returns the token of a staff account for this run.</summary>
    public async Task<string> PrepareAsync(CancellationToken ct)
    {
        _stock = await _data.StockAsync(ct);
        _rows = await _watch.RowsAsync(ct);
        var name = $"load-staff-{Guid.CreateVersion7():N}";
        var (email, password) = ($"{name}@{LoadTestData.Domain}", RandomNumberGenerator.GetHexString(32));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _address };
        using var account = await http.PostAsJsonAsync(
            "user-api/register", new(name, email, password), LoadJson.Default.NewAccount, ct);
        account.EnsureSuccessStatusCode();
        await _data.MakeStaffAsync(email, ct);
        using var session = await http.PostAsJsonAsync(
            "user-api/login", new(name, password), LoadJson.Default.Credentials, ct);
        session.EnsureSuccessStatusCode();
        var token = await session.Content.ReadFromJsonAsync(LoadJson.Default.SignedIn, ct);
        _watching = Task.WhenAll(
            _watch.RunAsync(_end.Token), _hosts.RunAsync(_end.Token), _messages.RunAsync(_end.Token));
        return token!.AccessToken;
    }

    /// <summary>Removes the traces of the run, and says what it cost.</summary>
    public async Task<(Inside Inside, string Removed)> CleanUpAsync(CancellationToken ct)
    {
        await _end.CancelAsync();
        await _watching;
        var (deleted, left) = await _data.DeleteAccountsAsync(Settling, ct);
        var restocked = await _data.RestockAsync(_stock, ct);
        var calls = await _data.DeleteCallsAsync(ct);
        var routes = await RoutesAsync(ct);
        var rows = await _watch.RowsAsync(ct);
        var tables = rows
            .Select(table => new TableGrowth(table.Key, table.Value - _rows.GetValueOrDefault(table.Key)))
            .Where(table => table.Rows > 0)
            .OrderByDescending(table => table.Rows)
            .ToList();
        var removed = $"{deleted} accounts and {calls} calls were removed, and {restocked} products restocked.";
        if (left > 0)
            removed += $" {left} accounts with orders under way are left for the next run to remove.";
        var inside = new Inside(routes, _watch.Busiest(), _watch.LongestOutbox, _hosts.Memory, tables)
        {
            OldestOutbox = Math.Round(_watch.OldestOutbox, 1),
            Queues = _messages.Queues(),
            Consumers = _messages.Consumers()
        };
        return (inside, removed);
    }

    // The API's requests for a page of the site count there too, so each host has shares of its own.
    async Task<List<RouteTime>> RoutesAsync(CancellationToken ct)
    {
        var routes = await new RequestStore(_database).RoutesAsync(_began, TimeProvider.System.GetUtcNow(), ct);
        var all = routes
            .GroupBy(route => route.Source)
            .ToDictionary(source => source.Key, source => source.Sum(TimeOf));
        var busiest =
            from route in routes
            let time = TimeOf(route)
            orderby time descending
            select new RouteTime(
                $"{route.Source}",
                $"{route.Method} {route.Route}",
                route.Figures.Count,
                route.Figures.Mean,
                route.Figures.P95,
                route.Figures.SqlMean,
                route.Figures.Statements,
                Math.Round(time / Math.Max(double.Epsilon, all[route.Source]), 3));
        return [.. busiest.Take(MostRoutes)];
    }

    static double TimeOf(RouteFigures route) => route.Figures.Mean * route.Figures.Count;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
        _messages.Dispose();
        await _database.DisposeAsync();
    }
}
