namespace Shop.Accounts;

/// <summary>The access tokens that requests are checked against. Every replica sees a change at once.</summary>
public interface IAccessTokens
{
    Task KeepAsync(SessionTokens tokens, Account account);

    Task DropAsync(params string[] hashes);

    /// <summary>Updates the role of tokens that are in use; they stay valid.</summary>
    Task RenewAsync(Account account, IEnumerable<Session> sessions);
}
