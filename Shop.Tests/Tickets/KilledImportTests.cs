using Npgsql;
using Shop.Database;
using Shop.Tickets.Import;
using TicketSales;

namespace Shop.Tests.Tickets;

public class KilledImportTests(ShopFixture shop)
{
    const int Kills = 20;
    const int Seed = 20;

    [Fact]
    public async Task Killed_at_twenty_random_points_the_result_equals_that_of_an_import_that_was_not()
    {
        var ct = TestContext.Current.CancellationToken;
        var office = Season.Open(orders: 60);
        await using var whole = await ImportingShop.StartAsync(shop, ct, office, perPage: 10);
        await using var killed = await ImportingShop.StartAsync(shop, ct, office, perPage: 10);
        var random = new Random(Seed);
        // The seed gives the changes and the points. When a connection dies after the point, the server decides.
        var (deaths, told) = (0, new List<string>());
        for (var kill = 0; kill < Kills; kill++)
        {
            for (var change = 0; change < 10; change++)
                Season.Change(office, random);
            if (kill % 4 == 0)
                await killed.ForgetFullPassAsync(ct);
            // PostgreSQL ends the connection as it does when the process is killed, now or in the middle of a
            // statement. One of five dies while it derives.
            var (point, delay) = (killed.Stub.Requests + 1 + random.Next(24), random.Next(3));
            var isDeriving = kill % 5 == 4;
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var dying = isDeriving ? KillDerivingAsync(killed, ended.Token) : Task.CompletedTask;
            killed.Stub.Before = number =>
            {
                if (number == point && !isDeriving)
                    dying = KillAsync(killed, delay, ct);
                return Task.CompletedTask;
            };
            try
            {
                await ImportAsync(killed, ct);
            }
            catch (Exception e) when (e is NpgsqlException or ObjectDisposedException or InvalidOperationException)
            {
                deaths++;
            }
            await ended.CancelAsync();
            await dying;
            killed.Stub.Before = null;
            told.Add(isDeriving ? "derivation" : $"{point}+{delay}");
        }
        await ImportAsync(killed, ct);
        await whole.ImportAsync(ct);

        var how = $"seed {Seed}, {deaths} of {Kills} imports died, killed at the requests {string.Join(' ', told)}";
        var (expected, staged) = (killed.Expected, await killed.StagedAsync(ct));
        Assert.True(expected == staged, $"The box office has {expected}, and staging {staged}: {how}");
        var (all, left) = (await whole.ChecksumAsync(ct), await killed.ChecksumAsync(ct));
        Assert.True(all == left, $"The checksum is {left} instead of {all}: {how}");
        Assert.True(deaths >= Kills / 2, how);
        Assert.Equal(
            0,
            await killed.Database.ScalarAsync<long>(
                $"select count(*) from tickets.job_runs where status = 'running'", ct));
    }

    // A backend that was told to end may hold the lock of imports a little longer, and an import would do nothing.
    static Task<ImportResult> ImportAsync(ImportingShop killed, CancellationToken ct) => Eventually.WaitUntilAsync(
        () => killed.ImportAsync(ct), result => !result.IsBusy, TimeSpan.FromSeconds(20), "the lock of imports");

    static async Task KillDerivingAsync(ImportingShop killed, CancellationToken ended)
    {
        try
        {
            while (await killed.Database.ScalarAsync<long>(
                $"""
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
                    and query like '%staged_tickets%'
                """, ended) == 0)
                continue;
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The import has ended first.
        }
    }

    static async Task KillAsync(ImportingShop killed, int delay, CancellationToken ct)
    {
        for (var yielded = 0; yielded < delay; yielded++)
            await killed.Database.ScalarAsync<int>($"select 1", ct);
        await killed.Database.ScalarAsync<long>(
            $"""
            select count(pg_terminate_backend(pid)) from pg_locks
            where locktype = 'advisory' and granted and objsubid = 1
                and database = (select oid from pg_database where datname = current_database())
            """, ct);
    }
}
