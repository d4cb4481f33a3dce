using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Accounts;
using Shop.Audit;
using Shop.Database;

namespace Shop.Tests.Accounts;

/// <summary>
/// The database has one connection, which each call to Redis uses. A statement or transaction that held it meanwhile
/// would make that call fail.
/// </summary>
public class ConnectionTests(ShopFixture shop)
{
    static readonly Caller Caller = new(null);
    static readonly IOptions<AccountOptions> Defaults = Options.Create(new AccountOptions());

    [Fact]
    public async Task No_connection_to_the_database_is_held_while_redis_answers()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await SingleConnectionAsync();
        var tokens = new AccessTokensByQuery(database);
        var (accounts, sessions) = (new AccountStore(database, Defaults), new SessionStore(database, tokens, Defaults));
        var (first, second) = (SessionTokens.New(), SessionTokens.New());

        var account = await sessions.RegisterAsync(New(), first, Caller, ct);
        var known = (await accounts.CredentialsAsync(account.Id, ct))!;
        Assert.True(await sessions.OpenAsync(known, second, Caller, ct));
        Assert.True(await sessions.ChangePasswordAsync(known, "another hash", first.SessionId, Caller, ct));
        var act = new NewAuditEntry(account.Id, null, "role.changed", $"{account.Id}");
        Assert.NotNull(await sessions.ChangeRoleAsync(account.Id, Role.Support, Caller, act, ct));
        Assert.NotNull(await sessions.ChangeRoleAsync(account.Id, Role.Customer, Caller, act, ct));
        await sessions.EndAsync(first.SessionId, Caller, ct);

        Assert.Equal(6, tokens.Calls);
    }

    async Task<NpgsqlDataSource> SingleConnectionAsync() => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(await shop.ConnectionStringAsync(ShopDatabase.Name))
        {
            MaxPoolSize = 1,
            Timeout = 5
        });

    static NewAccount New()
    {
        var email = Customers.NewEmail();
        return new(email, email, "no hash", "", "", "");
    }

    sealed class AccessTokensByQuery(NpgsqlDataSource database) : IAccessTokens
    {
        public int Calls { get; private set; }

        public Task KeepAsync(SessionTokens tokens, Account account) => QueryAsync();

        public Task DropAsync(params string[] hashes) => QueryAsync();

        public Task RenewAsync(Account account, IEnumerable<Session> sessions) => QueryAsync();

        async Task QueryAsync()
        {
            await database.ScalarAsync<int>($"select 1", CancellationToken.None);
            Calls++;
        }
    }
}
