using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using Shop.Database;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Notifications.Templates;
using Shop.Pilot.Alerts;
using Shop.Pilot.Health;
using Shop.Tests.Database;
using Shop.Tests.Web;
using Shop.Tickets.Freshness;

namespace Shop.Tests.Pilot.Health;

public class CheckRunTests(ShopFixture shop)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_that_breaks_is_mailed_once_and_once_more_when_it_works_again()
    {
        await using var database = await FreshDatabase.CreateAsync(shop, Ct);
        await database.MigrateAsync(Ct);
        await using var site = await MisbehavingShop.StartAsync(shop, "/", http => http.AnswerAsync(500, ""), Ct);
        await using var broker = await BrokerAsync();
        var run = Run(database, broker, site.Address);

        for (var i = 0; i < 4; i++)
            await run.RunAsync(Ct);
        site.IsRepaired = true;
        for (var i = 0; i < 4; i++)
            await run.RunAsync(Ct);

        var mails = await database.Source.QueryAsync<WrittenMail>(
            $"select id, subject, text, path from pilot.alert_mails order by created_at", Ct);
        Assert.Equal(2, mails.Count);
        Assert.Matches("^Down: main page, .*static files", mails[0].Subject);
        Assert.Matches("✗ main page: GET / answered 500 instead of 200.\n→ Look at the log", mails[0].Text);
        Assert.Matches("^Up again: main page, .*static files", mails[1].Subject);
        Assert.Matches("✓ main page \\(was down since [0-9-]{10} [0-9:]{5} UTC\\)", mails[1].Text);
        Assert.Equal(2, await database.Source.ScalarAsync<long>(
            $"select count(*) from messaging.outbox where topic = {AlertMailWritten.Topic}", Ct));
        var states = await new HealthStore(database.Source).LatestAsync(Ct);
        Assert.Superset(
            new HashSet<string>(["main page", "orders API", "outbox", "dead letters", "queues"]),
            states.Select(state => state.Name).ToHashSet());
    }

    [Fact]
    public async Task Messages_that_stand_still_fail_the_checks_from_inside()
    {
        await using var database = await FreshDatabase.CreateAsync(shop, Ct);
        await database.MigrateAsync(Ct);
        await using var broker = await BrokerAsync();
        var inside = new InsideChecks(database.Source, new(database.Source), broker);
        Assert.All(await inside.RunAsync(Ct), check => Assert.Equal(CheckStatus.Pass, check.Status));

        await database.Source.ExecuteAsync(
            $"""
            insert into messaging.outbox (id, topic, payload, created_at)
            values ({Guid.CreateVersion7()}, 'a.b', {"{}"}::json, now() - interval '5 minutes')
            """, Ct);
        await database.Source.ExecuteAsync(
            $"""
            insert into messaging.dead_letters
                (id, consumer, topic, attempts, first_failed_at, last_failed_at, headers, payload)
            values ({Guid.CreateVersion7()}, 'orders.expire', 'a.b', 7, now(), now(), {"{}"}::json, '')
            """, Ct);
        var found = (await inside.RunAsync(Ct)).ToDictionary(check => check.Name);

        Assert.Equal((CheckStatus.Fail, CheckStatus.Fail), (found["outbox"].Status, found["dead letters"].Status));
        Assert.Contains("for 300 s", found["outbox"].Detail, StringComparison.Ordinal);
        Assert.Contains("1 of orders.expire", found["dead letters"].Detail, StringComparison.Ordinal);
    }

    static CheckRun Run(FreshDatabase database, Broker broker, Uri site) => new(
        new(database.Source),
        new(database.Source, new(database.Source), broker),
        new(new(database.Source, Options.Create(new TicketFreshnessOptions()), TimeProvider.System)),
        Options.Create(new CheckOptions
        {
            Address = site,
            // What other tests report must not count.
            ErrorsPerDay = int.MaxValue,
            UnresolvedCritical = int.MaxValue
        }),
        Options.Create(new AlertOptions { Language = NotificationTemplates.English }),
        Options.Create(new NotificationOptions()),
        TimeProvider.System);

    async Task<Broker> BrokerAsync()
    {
        var factory = new ConnectionFactory { Uri = new(await shop.ConnectionStringAsync(Broker.Name)) };
        Broker.Configure(factory);
        return new(factory, []);
    }
}
