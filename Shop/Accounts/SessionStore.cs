using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;

namespace Shop.Accounts;

/// <summary>
/// Every change locks the user's row first, and access tokens are kept and dropped while it is locked: whatever ends sessions sees all of them, also
/// the one that is being opened at the same time.
/// </summary>
public sealed class SessionStore(NpgsqlDataSource database, IOptions<AccountOptions> options)
{
    /// <summary>For the user in <c>changed</c>.</summary>
    internal static Sql Insert(SessionTokens tokens, AccountOptions options) => Sql.Of(
        $"""
        insert into accounts.sessions (id, user_id, access_hash, access_expires_at, refresh_hash, expires_at)
        select {tokens.SessionId}, id, {tokens.AccessHash}, now() + {options.AccessLifetime}, {tokens.RefreshHash}, now() + {options.RefreshLifetime}
        from changed
        """);

    /// <summary>False when the password or the role has been changed since the credentials were read.</summary>
    public async Task<bool> OpenAsync(Credentials known, SessionTokens tokens, Caller caller, CancellationToken ct) => await database.ExecuteAsync(
        $"""
        with changed as (
            select id from accounts.users
            where id = {known.Account.Id} and version = {known.Version}
            for share),
        expired as (
            delete from accounts.sessions
            where id in (select id from accounts.sessions where user_id = {known.Account.Id} and expires_at < now() for update skip locked)),
        audited as ({Audit.OfChanged("logged_in", caller)})
        {Insert(tokens, options.Value)}
        """, ct) == 1;

    public async Task EndAsync(Guid session, Caller caller, Func<string[], Task> drop, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await EndAsync(connection, session, "logged_out", caller, drop, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Effective at once: tokens that are out are renewed as what the account is now. Null when there is no such user.</summary>
    public async Task<Account?> ChangeRoleAsync(Guid user, Role role, Caller caller, Func<Account, List<Session>, Task> renew, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var account = await connection.QuerySingleAsync<Account>(
            $$"""
            with changed as (update accounts.users set role = {{role.Spelling()}}, version = version + 1 where id = {{user}} returning *),
            audited as ({{Audit.OfChanged("role_changed", caller, $$"""{"role": "{{role.Spelling()}}"}""")}})
            select {{Account.Columns}} from changed
            """, ct);
        if (account is null)
            return null;
        await renew(account, await connection.QueryAsync<Session>($"select {Session.Columns} from accounts.sessions where user_id = {user}", ct));
        await transaction.CommitAsync(ct);
        return account;
    }

    static async Task EndAsync(NpgsqlConnection connection, Guid session, string action, Caller caller, Func<string[], Task> drop, CancellationToken ct)
    {
        var access = await connection.ScalarAsync<string>(
            $"""
            with changed as (delete from accounts.sessions where id = {session} returning user_id as id, access_hash),
            audited as ({Audit.OfChanged(action, caller)})
            select access_hash from changed
            """, ct);
        if (access is not null)
            await drop([access]);
    }
}
