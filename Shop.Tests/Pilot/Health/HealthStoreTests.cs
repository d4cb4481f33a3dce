using Shop.Audit;
using Shop.Database;
using Shop.Pilot.Health;
using Shop.Tests.Database;

namespace Shop.Tests.Pilot.Health;

public class HealthStoreTests(ShopFixture shop)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_reported_once_although_two_workers_record_at_the_same_time()
    {
        await using var database = await FreshDatabase.CreateAsync(shop, Ct);
        await database.MigrateAsync(Ct);
        var store = new HealthStore(database.Source);

        var changes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RecordAsync(store, CheckStatus.Error)));

        Assert.True(Assert.Single(changes.SelectMany(change => change)).IsDown);
        Assert.True(Assert.Single(await store.LatestAsync(Ct)).IsDown);
        for (var i = 0; i < 2; i++)
            Assert.Empty(await RecordAsync(store, CheckStatus.Pass));
        Assert.False(Assert.Single(await RecordAsync(store, CheckStatus.Pass)).IsDown);
        Assert.Equal(
            2,
            await database.Source.ScalarAsync<long>($"select count(*) from pilot.feedback where message = 'mail'", Ct));
    }

    [Fact]
    public async Task A_change_whose_report_cannot_be_written_is_reported_by_the_next_run()
    {
        await using var database = await FreshDatabase.CreateAsync(shop, Ct);
        await database.MigrateAsync(Ct);
        var store = new HealthStore(database.Source);
        await RecordAsync(store, CheckStatus.Fail);
        await RecordAsync(store, CheckStatus.Fail);

        await Assert.ThrowsAsync<Npgsql.PostgresException>(
            () => store.RecordAsync([Result(CheckStatus.Fail)], _ => Sql.Of($"select 1 / 0"), Ct));

        Assert.False(Assert.Single(await store.LatestAsync(Ct)).IsDown);
        Assert.Single(await RecordAsync(store, CheckStatus.Fail));
    }

    [Fact]
    public async Task Maintenance_causes_no_alert_and_counts_in_no_uptime()
    {
        await using var database = await FreshDatabase.CreateAsync(shop, Ct);
        await database.MigrateAsync(Ct);
        var (store, maintenance) = (new HealthStore(database.Source), new MaintenanceStore(database.Source));
        var act = new NewAuditEntry(Guid.CreateVersion7(), null, "maintenance.announced", "pilot");
        await RecordAsync(store, CheckStatus.Pass);
        await RecordAsync(store, CheckStatus.Pass);
        await RecordAsync(store, CheckStatus.Fail);

        var window = await maintenance.AddAsync(new("New disks", 10), act, Ct);
        for (var i = 0; i < 5; i++)
            Assert.Empty(await RecordAsync(store, CheckStatus.Error));
        Assert.True(await maintenance.EndAsync(window.Id, act, Ct));
        await RecordAsync(store, CheckStatus.Pass);

        var now = TimeProvider.System.GetUtcNow();
        Assert.Equal(0.75, Assert.Single(await store.LatestWithUptimeAsync(TimeSpan.FromHours(2), Ct)).Uptime);
        // Single results, and sums of hours.
        foreach (var interval in (TimeSpan[])[TimeSpan.FromMinutes(59), TimeSpan.FromHours(2)])
        {
            var span = Assert.Single(await store.TimelineAsync(now.AddHours(-1), now.AddHours(1), interval, Ct));
            Assert.Equal(
                ("shop", 3L, 1L, 5L, 7d, 7),
                (span.Name, span.Passed, span.Failed, span.InMaintenance, span.AverageMs, span.LongestMs));
        }
        Assert.Equal("New disks", Assert.Single(await maintenance.ListAsync(Ct)).Reason);
        Assert.False(await maintenance.EndAsync(Guid.CreateVersion7(), act, Ct));
        var planned = await maintenance.AddAsync(new("Later", 5, now.AddDays(1)), act, Ct);
        Assert.True(await maintenance.EndAsync(planned.Id, act, Ct));
        Assert.Single(await maintenance.ListAsync(Ct));
        Assert.Equal(4, await database.Source.ScalarAsync<long>($"select count(*) from staff.audit", Ct));
    }

    // The report is a row that the test can count.
    static Task<IReadOnlyList<StateChange>> RecordAsync(HealthStore store, CheckStatus status) => store.RecordAsync(
        [Result(status)],
        _ => Sql.Of($"insert into pilot.feedback (id, message) values ({Guid.CreateVersion7()}, 'mail')"),
        Ct);

    static CheckResult Result(CheckStatus status) => new("shop", status, 7, "", null, []);
}
