using System.Text;
using Shop.Database;
using Shop.Tests.Database;

namespace Shop.Tests.Messaging;

public class MailedTokenMigrationTests(ShopFixture shop)
{
    [Fact]
    public async Task Tokens_in_earlier_messages_and_dead_letters_are_erased()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        const string Earlier = """{"user_id":"7","email":"anna@example.com","first_name":"Анна","token":"secret-1"}""";
        await database.Source.ExecuteAsync(
            $"""
            insert into messaging.outbox (id, topic, payload)
            values ({Guid.CreateVersion7()}, 'accounts.registered', {Earlier}::json)
            """, ct);
        // The second payload is neither UTF-8 nor JSON.
        foreach (var payload in (byte[][])[Encoding.UTF8.GetBytes(Earlier), [.. "\"token\": \"secret-1\""u8, 0xff, 0]])
            await database.Source.ExecuteAsync(
                $"""
                insert into messaging.dead_letters
                    (id, consumer, topic, attempts, first_failed_at, last_failed_at, headers, payload)
                values ({Guid.CreateVersion7()}, 'test', 'accounts.password_reset_requested', 1, now(), now(),
                    {"{}"}::json, {payload})
                """, ct);

        var migration = new Sql(0, 0);
        migration.AppendLiteral(await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "Shop/Database/Migrations/0024_messaging_tokens.sql"), ct));
        await database.Source.ExecuteAsync(migration, ct);

        var rows = await database.Source.ScalarAsync<string>(
            $"""
            select (select string_agg(payload::text, ' ') from messaging.outbox)
                || (select string_agg(encode(payload, 'escape'), ' ') from messaging.dead_letters)
            """, ct);
        foreach (var secret in (string[])["secret-1", "anna@example.com"])
            Assert.DoesNotContain(secret, rows, StringComparison.Ordinal);
        Assert.Contains("user_id", rows, StringComparison.Ordinal);
    }
}
