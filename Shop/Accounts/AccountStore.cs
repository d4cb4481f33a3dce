using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Accounts;

/// <summary>Checked input for an account; the password is hashed already.</summary>
public sealed record NewAccount(string Email, string Username, string Password, string FirstName, string LastName, string Phone);

public sealed class AccountStore(NpgsqlDataSource database, IOptions<AccountOptions> options)
{
    /// <summary>
    /// The account, its first session where tokens are given, and the word of it, all or nothing. The tokens are kept by <paramref name="keep"/> before
    /// that is committed: no session exists that cannot be used.
    /// </summary>
    public async Task<Account> RegisterAsync(NewAccount account, SessionTokens? tokens, Caller caller, Func<Account, Task> keep, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        var proof = Secret.New();
        var role = options.Value.StaffEmails.Contains(account.Email, StringComparer.OrdinalIgnoreCase) ? Role.Staff : Role.Customer;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            var registered = await connection.QuerySingleAsync<Account>(
                $"""
                with founder as (
                    insert into accounts.founder (user_id)
                    select {id} where not exists (select from accounts.founder)
                    on conflict do nothing
                    returning user_id),
                changed as (
                    insert into accounts.users (id, email, username, password, first_name, last_name, phone, role)
                    values ({id}, {account.Email}, {account.Username}, {account.Password}, {account.FirstName}, {account.LastName}, {account.Phone},
                        case when exists (select from founder) then 'admin' else {role.Spelling()} end)
                    returning *),
                mailed as (
                    insert into accounts.mailed_tokens (hash, user_id, purpose, expires_at)
                    values ({Secret.Hash(proof)}, {id}, 'verify', now() + {TimeSpan.FromDays(options.Value.VerificationDays)})),
                {(tokens is null ? Sql.Of($"") : Sql.Of($"opened as ({SessionStore.Insert(tokens, options.Value)}),"))}
                audited as ({Audit.OfChanged("registered", caller)}),
                told as ({Outbox.Insert(new AccountRegistered(id, account.Email, account.FirstName, proof))})
                select {Account.Columns} from changed
                """, ct);
            await keep(registered!);
            await transaction.CommitAsync(ct);
            return registered!;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && e.ConstraintName is "users_email" or "users_username")
        {
            var field = e.ConstraintName["users_".Length..];
            throw new ShopException(ErrorCode.Conflict, "There is such an account already.", inner: e)
            {
                Fields = new Dictionary<string, string[]> { [field] = [$"This {field} is taken."] }
            };
        }
    }

    public Task<Account?> FindAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<Account>($"select {Account.Columns} from accounts.users where id = {id}", ct);

    public Task<Credentials?> CredentialsAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<Credentials>($"select {Credentials.Columns} from accounts.users where id = {id}", ct);

    /// <summary>By e-mail or by user name: a user name has an @ only when it is the e-mail.</summary>
    public Task<Credentials?> CredentialsAsync(string login, CancellationToken ct) => database.QuerySingleAsync<Credentials>(
        $"""
        select {Credentials.Columns} from accounts.users
        where {(login.Contains('@', StringComparison.Ordinal) ? Sql.Of($"lower(email)") : Sql.Of($"lower(username)"))} = lower({login} collate "und-x-icu")
        """, ct);

    /// <summary>The same statement whether or not there is such a user, so that its time does not tell.</summary>
    public Task LoginFailedAsync(Guid? user, Caller caller, CancellationToken ct) => database.ExecuteAsync(
        $"with changed as (select {user}::uuid as id) {Audit.OfChanged("login_failed", caller)}", ct);

    public Task UpgradePasswordAsync(Credentials known, string hash, CancellationToken ct) => database.ExecuteAsync(
        $"update accounts.users set password = {hash} where id = {known.Account.Id} and password = {known.Password}", ct);

    public Task<Account?> ChangeProfileAsync(Guid id, ProfileRequest profile, Caller caller, CancellationToken ct) => database.QuerySingleAsync<Account>(
        $"""
        with changed as (
            update accounts.users
            set first_name = coalesce({profile.FirstName}, first_name), last_name = coalesce({profile.LastName}, last_name), phone = coalesce({profile.Phone}, phone)
            where id = {id}
            returning *),
        audited as ({Audit.OfChanged("profile_changed", caller)})
        select {Account.Columns} from changed
        """, ct);
}
