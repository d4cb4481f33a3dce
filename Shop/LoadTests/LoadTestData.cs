using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Accounts;
using Shop.Calls;
using Shop.Database;
using Shop.Inventory;
using Shop.Orders;
using Shop.Privacy;

namespace Shop.LoadTests;

/// <summary>What load tests change in a shop, and how it is undone: the next run begins as the last one did.</summary>
public sealed class LoadTestData(NpgsqlDataSource database)
{
    /// <summary>The domain of users who are programs. It belongs to nobody (RFC 2606).</summary>
    public const string Domain = LoadTestAccounts.Domain;

    public Task<List<StockLevel>> StockAsync(CancellationToken ct) =>
        database.QueryAsync<StockLevel>(StockLevel.All, ct);

    /// <returns>The number of products whose stock was different.</returns>
    public Task<int> RestockAsync(IReadOnlyList<StockLevel> levels, CancellationToken ct) =>
        database.ExecuteAsync(StockLevel.Restore(levels), ct);

    /// <summary>Makes an account of a load test one of the staff's, for its stock takers.</summary>
    public Task MakeStaffAsync(string email, CancellationToken ct) =>
        database.ExecuteAsync(LoadTestAccounts.MakeStaff(email), ct);

    /// <summary>
    /// Deletes the accounts of load tests as if their owners had asked for it. Those with an order under way stay, so
    /// this is repeated until none is left or the patience ends.
    /// </summary>
    /// <returns>How many were deleted, and how many are left.</returns>
    public async Task<(int Deleted, long Left)> DeleteAccountsAsync(TimeSpan patience, CancellationToken ct)
    {
        await database.ExecuteAsync(LoadTestAccounts.GiveUpFounder, ct);
        var sessions = new SessionStore(database, new NoAccessTokens(), Options.Create(new AccountOptions()));
        var deletion = new AccountDeletion(database, sessions, new NoAccessTokens());
        var isBusy = PersonalOrderData.HasOrdersUnderWay(Sql.Of($"users.id"));
        var (deleted, began) = (0, TimeProvider.System.GetTimestamp());
        while (true)
        {
            var accounts = await database.QueryAsync<Credentials>(LoadTestAccounts.Some(isBusy), ct);
            foreach (var account in accounts)
                deleted += await deletion.DeleteAsync(account, ct) ? 1 : 0;
            var left = await database.ScalarAsync<long>(LoadTestAccounts.Count, ct);
            if (left == 0 || TimeProvider.System.GetElapsedTime(began) > patience)
                return (deleted, left);
            if (accounts.Count == 0)
                await Task.Delay(TimeSpan.FromSeconds(1), ct);
        }
    }

    /// <returns>The number of calls of load tests that were deleted, with all that was said.</returns>
    public Task<int> DeleteCallsAsync(CancellationToken ct) => database.ExecuteAsync(LoadTestCalls.Delete, ct);

    // They expire in Redis within minutes, and nobody has them any more.
    sealed class NoAccessTokens : IAccessTokens
    {
        public Task KeepAsync(SessionTokens tokens, Account account) => Task.CompletedTask;

        public Task DropAsync(params string[] hashes) => Task.CompletedTask;

        public Task RenewAsync(Account account, IEnumerable<Session> sessions) => Task.CompletedTask;
    }
}
