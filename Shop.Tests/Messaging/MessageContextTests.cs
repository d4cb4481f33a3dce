using Npgsql;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Tests.Messaging;

public class MessageContextTests(ShopFixture shop)
{
    [Fact]
    public async Task A_failed_begin_returns_its_connection()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await OneConnectionAsync();
        // A consumer needs a name, so the insert into the inbox fails.
        var context = new MessageContext(Guid.CreateVersion7(), 1, null!, database);

        await Assert.ThrowsAsync<PostgresException>(() => context.BeginAsync(ct));

        Assert.Equal(1, await database.ScalarAsync<int>($"select 1", ct));
    }

    async Task<NpgsqlDataSource> OneConnectionAsync() => NpgsqlDataSource.Create(
        $"{await shop.ConnectionStringAsync(ShopDatabase.Name)};Maximum Pool Size=1;Timeout=2");
}
