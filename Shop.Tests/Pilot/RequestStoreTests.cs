using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Shop.Database;
using Shop.Pilot.Requests;
using Shop.Tests.Database;

namespace Shop.Tests.Pilot;

public class RequestStoreTests(ShopFixture shop)
{
    static readonly DateTime Noon =
        DateTime.SpecifyKind(TimeProvider.System.GetUtcNow().Date.AddHours(12), DateTimeKind.Utc);

    [Fact]
    public async Task Figures_of_minutes_hours_and_days_are_those_of_all_writers()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        var (one, other) = (new Process(database.Source), new Process(database.Source));
        for (var i = 1; i <= 100; i++)
        {
            one.Record("/fast", TimeSpan.FromMilliseconds(i));
            other.Record("/slow", TimeSpan.FromMilliseconds(1000 * i), statements: 4);
        }
        other.Record("/slow", TimeSpan.FromMilliseconds(3), status: 503, statements: 30);
        await one.WriteAsync(ct);
        await other.WriteAsync(ct);
        one.Record("/fast", TimeSpan.FromMilliseconds(1), status: 404);
        await one.WriteAsync(ct);
        var rollUp = new RequestRollUp(database.Source, one.Time);
        await rollUp.RunAsync(ct);
        await rollUp.RunAsync(ct);

        var store = new RequestStore(database.Source);
        foreach (var step in Enum.GetValues<RequestStep>())
        {
            var interval = Assert.Single(
                await store.OverviewAsync(Noon, Noon.AddMinutes(1), ct, RequestSource.Api, step));
            var figures = interval.Figures;
            Assert.Equal(step == RequestStep.Day ? Noon.Date : Noon, interval.At.UtcDateTime);
            Assert.Equal(
                (202, 1, 1, 98, 1),
                (figures.Count, figures.Errors, figures.Refused, figures.Slow, figures.Chatty));
            Assert.InRange(figures.P99, 0.98 * 98_000, 1.02 * 98_000);
            Assert.Equal((100_000, 30), (figures.Longest, figures.MostStatements));
            Assert.Equal(32, figures.LongestTrace!.Length);
        }
        Assert.Empty(await store.OverviewAsync(Noon, Noon.AddMinutes(1), ct, RequestSource.Site));
        Assert.Equal(98, await store.SlowOfAsync(DateOnly.FromDateTime(Noon), ct));
        foreach (var days in (int[])[0, 1, 30])
        {
            var slowest = await store.SlowestAsync(Noon.AddDays(-days), Noon.AddMinutes(1), 1, ct);
            Assert.Equal(("/slow", 101), (slowest[0].Route, slowest[0].Figures.Count));
            Assert.InRange(slowest[0].Figures.P50, 0.98 * 50_000, 1.02 * 50_000);
            var chattiest = await store.ChattiestAsync(Noon.AddDays(-days), Noon.AddMinutes(1), 5, ct);
            Assert.Equal(4.26, chattiest[0].Figures.Statements);
        }
        Assert.Equal(202, (await store.TotalAsync(Noon.AddDays(-30), Noon.AddMinutes(1), ct)).Count);
        var (all, noted) = await store.NotedAsync(
            Noon.AddHours(-1), Noon.AddHours(1), new(Method: "GET", Route: "/slow"), 1, 10, ct);
        Assert.Equal((99, 10), (all, noted.Count));
        var (chatty, _) = await store.NotedAsync(
            Noon.AddHours(-1), Noon.AddHours(1), new(NotedKind.Chatty, RequestSource.Api), 1, 10, ct);
        Assert.Equal(1, chatty);
    }

    [Fact]
    public async Task While_the_database_is_away_requests_wait_and_what_does_not_fit_is_counted()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.NameAsync(shop);
        var process = new Process(database.Source);
        for (var i = 0; i < 100_007; i++)
            process.Record("/", TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAsync<PostgresException>(() => process.WriteAsync(ct));
        await Assert.ThrowsAsync<PostgresException>(() => process.WriteAsync(ct));

        await database.CreateAsync(ct);
        await database.MigrateAsync(ct);
        await process.WriteAsync(ct);

        var total = await new RequestStore(database.Source).TotalAsync(Noon, Noon.AddMinutes(1), ct);
        Assert.Equal((100_000, 7), (total.Count, total.Lost));
        Assert.Equal(100_000, await database.Source.ScalarAsync<long>($"select count(*) from pilot.requests", ct));
    }

    [Fact]
    public async Task A_missing_day_is_created_and_an_old_one_is_dropped()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        await database.Source.ExecuteAsync($"select pilot.drop_request_days(interval '-30 days')", ct);
        var process = new Process(database.Source);
        process.Record("/", TimeSpan.FromMilliseconds(1));

        await process.WriteAsync(ct);

        Assert.Equal(1, await database.Source.ScalarAsync<long>($"select count(*) from pilot.requests", ct));
        Assert.Equal(
            1, await database.Source.ScalarAsync<int>($"select pilot.drop_request_days(interval '0 days')", ct));
        Assert.Equal(
            8,
            await database.Source.ScalarAsync<long>(
                $"select count(*) from pg_inherits where inhparent = 'pilot.requests'::regclass", ct));
    }

    [Fact]
    public async Task A_user_is_stored_as_a_hash_that_has_another_value_on_the_next_day()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        var (user, process) = (Guid.CreateVersion7(), new Process(database.Source));
        process.Record("/a", TimeSpan.FromMilliseconds(1), user: user);
        process.Record("/b", TimeSpan.FromMilliseconds(1), user: user);
        process.Record("/c", TimeSpan.FromMilliseconds(1));
        await process.WriteAsync(ct);
        process.Time.Advance(TimeSpan.FromDays(1));
        process.Record("/a", TimeSpan.FromMilliseconds(1), user: user);
        await process.WriteAsync(ct);

        Assert.Equal(
            "4 3 2 0",
            await database.Source.ScalarAsync<string>(
                $"""
                select concat_ws(' ', count(*), count(user_hash), count(distinct user_hash), count(*) filter (where user_hash = {user}))
                from pilot.requests
                """, ct));
    }

    [Fact]
    public async Task The_funnel_has_every_day_and_a_client_of_the_api_that_orders_has_checked_out()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        var process = new Process(database.Source);
        process.Act(UserAction.Search, RequestSource.Api);
        process.Act(UserAction.Search, RequestSource.Site);
        process.Act(UserAction.AddToCart, RequestSource.Site);
        process.Act(UserAction.Order, RequestSource.Api);
        await process.WriteAsync(ct);
        process.Act(UserAction.Order, RequestSource.Site);
        await process.WriteAsync(ct);
        var today = DateOnly.FromDateTime(Noon);
        await database.Source.ExecuteAsync($"insert into analytics.days values ({today}, 0, 0, 0, 3, 0)", ct);
        await database.Source.ExecuteAsync($"insert into analytics.events (at, type) values ({Noon}, 'order')", ct);
        var store = new RequestStore(database.Source);

        Assert.Equal(
            [new(today.AddDays(-1), 0, 0, 0, 0, 0), new(today, 2, 1, 1, 2, 4)],
            await store.FunnelAsync(today.AddDays(-1), today, ct));
        Assert.Equal(
            [new FunnelDay(today, 1, 1, 0, 1, 4)], await store.FunnelAsync(today, today, ct, RequestSource.Site));
    }

    [Fact]
    public void Slow_and_chatty_requests_are_warned_about_once_per_route_and_hour()
    {
        var (log, time) = (new Lines(), new FakeTimeProvider(Noon));
        var warnings = new RequestWarnings(log, time);
        var request = new RequestMeasurement
        {
            Source = RequestSource.Api,
            Method = "GET",
            Route = "/a",
            Status = 200,
            At = Noon,
            Duration = TimeSpan.FromSeconds(3),
            Statements = 21,
            Repeats = 5,
            Trace = new("0af7651916cd43dd8448eb211c80319c")
        };
        for (var i = 0; i < 3; i++)
            warnings.Add(request, isSlow: true, isChatty: true);
        warnings.Add(request with { Route = "/b" }, isSlow: true, isChatty: false);
        Assert.Equal(3, log.Written.Count);
        Assert.All(
            log.Written,
            line => Assert.EndsWith("trace 0af7651916cd43dd8448eb211c80319c", line, StringComparison.Ordinal));
        time.Advance(TimeSpan.FromHours(1));
        warnings.Add(request, isSlow: true, isChatty: false);

        Assert.Equal(4, log.Written.Count);
        Assert.StartsWith(
            "Slow request: GET /a (api) took 3.00 s, with 21 SQL", log.Written[3], StringComparison.Ordinal);
    }

    /// <summary>One process of several: its queue and its writer.</summary>
    sealed class Process
    {
        readonly RequestRecorder _recorder = new();
        readonly RequestWriter _writer;

        public Process(NpgsqlDataSource database) => _writer = new(
            database,
            _recorder,
            new(new Lines(), Time),
            Options.Create(new RequestOptions()),
            Time);

        public FakeTimeProvider Time { get; } = new(Noon);

        public void Record(
            string route, TimeSpan duration, short status = 200, int statements = 1, Guid? user = null) =>
            _recorder.Record(new()
            {
                Source = RequestSource.Api,
                Method = "GET",
                Route = route,
                Status = status,
                At = Time.GetUtcNow().UtcDateTime,
                Duration = duration,
                Statements = statements,
                User = user,
                Trace = Guid.CreateVersion7()
            });

        public void Act(UserAction action, RequestSource source) => _recorder.Record(new()
        {
            Source = RequestSource.Api,
            Method = "GET",
            Route = "/",
            Status = 200,
            At = Time.GetUtcNow().UtcDateTime,
            Duration = TimeSpan.FromMilliseconds(1),
            Action = action,
            ActionSource = source
        });

        public async Task WriteAsync(CancellationToken ct)
        {
            while (await _writer.WriteAsync(ct))
            {
            }
        }
    }

    sealed class Lines : ILogger<RequestWarnings>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => Written.Add(formatter(state, exception));
    }
}
