using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using Shop.Database;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Pilot.Health;
using Shop.Tests.Database;
using Shop.Tests.Notifications;
using Shop.Tests.Web;

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

        var payloads = await database.Source.ScalarAsync<string[]>(
            $"""
            select array_agg(payload::text order by payload -> 'checks' -> 0 ->> 'is_down' desc, payload ->> 'recipient')
            from messaging.outbox where topic = 'pilot.health_changed'
            """, Ct);
        var mails = payloads!.Select(payload => JsonNode.Parse(payload)!).ToList();
        Assert.Equal(
            [(true, "lead@example.com"), (true, "on-call@example.com"), (false, "lead@example.com"),
                (false, "on-call@example.com")],
            mails.Select(mail => ((bool)Change(mail)["is_down"]!, (string)mail["recipient"]!)));
        Assert.Contains("GET / answered 500", (string)Change(mails[0])["detail"]!, StringComparison.Ordinal);
        var states = await new HealthStore(database.Source).LatestAsync(Ct);
        Assert.Superset(
            new HashSet<string>(["main page", "orders API", "outbox", "dead letters", "queues"]),
            states.Select(state => state.Name).ToHashSet());

        static JsonNode Change(JsonNode mail) =>
            mail["checks"]!.AsArray().Single(check => (string)check!["name"]! == "main page")!;
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

    [Fact]
    public async Task The_mail_says_what_happened_and_what_to_do()
    {
        var recipient = $"{Guid.CreateVersion7():N}@example.com";
        var changed = new HealthChanged(
            recipient,
            [
                new("search", true, "GET /api/products took 2.4 s.", "Look at a trace.", null),
                new("outbox", false, "", null, TimeProvider.System.GetUtcNow().AddHours(-1))
            ]);

        await shop.Database.ExecuteAsync(Outbox.Insert(changed), Ct);

        var mail = await new Inbox(shop, recipient).MailAsync(
            "Не работает: search. Снова работает: outbox", Ct);
        var text = (string)mail["text"]!;
        Assert.Contains("✗ search: GET /api/products took 2.4 s.\n→ Look at a trace.", text, StringComparison.Ordinal);
        Assert.Matches("✓ outbox \\(не работало с [0-9-]{10} [0-9:]{5} UTC\\)", text);
        Assert.Contains("/staff", text, StringComparison.Ordinal);
    }

    static CheckRun Run(FreshDatabase database, Broker broker, Uri site)
    {
        var checks = new CheckOptions { Address = site };
        checks.Recipients.Add("on-call@example.com");
        checks.Recipients.Add("lead@example.com");
        var notifications = Options.Create(new NotificationOptions { SiteAddress = site });
        var delivery = new NotificationDelivery(
            new(database.Source), [], [], notifications, NullLogger<NotificationDelivery>.Instance);
        return new(
            new(database.Source),
            new(database.Source, new(database.Source), broker),
            new(delivery, Options.Create(checks), notifications),
            Options.Create(checks),
            notifications,
            TimeProvider.System);
    }

    async Task<Broker> BrokerAsync()
    {
        var factory = new ConnectionFactory { Uri = new(await shop.ConnectionStringAsync(Broker.Name)) };
        Broker.Configure(factory);
        return new(factory, []);
    }
}
