using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Accounts;

/// <summary>Validated input for a new account. The password is already hashed.</summary>
public sealed record NewAccount(
    string Email,
    string Username,
    string Password,
    string FirstName,
    string LastName,
    string Phone);

public sealed class AccountStore(NpgsqlDataSource database, IOptions<AccountOptions> options)
{
    public Task<Account?> FindAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<Account>(Find(Sql.Of($"{id}")), ct);

    internal static Sql Find(Sql id) => Sql.Of($"select {Account.Columns} from accounts.users where id = {id}");

    /// <summary>False when the password or the role has changed since <paramref name="known"/> was read.</summary>
    internal static async Task<bool> LockAsync(NpgsqlConnection connection, Credentials known, CancellationToken ct) =>
        await connection.ScalarAsync<bool>(
            $"select true from accounts.users where id = {known.Account.Id} and version = {known.Version} for update",
            ct);

    /// <summary>Returns the hashes of the access tokens of the account's sessions, which end.</summary>
    internal static async Task<string[]> DeleteAsync(NpgsqlConnection connection, Guid user, CancellationToken ct)
    {
        var hashes = await connection.ScalarAsync<string[]>(
            $"""
            with ended as (delete from accounts.sessions where user_id = {user} returning access_hash)
            select coalesce(array_agg(access_hash), array[]::text[]) from ended
            """, ct);
        await connection.ExecuteAsync($"delete from accounts.mailed_tokens where user_id = {user}", ct);
        await connection.ExecuteAsync($"delete from accounts.audit where user_id = {user}", ct);
        // Without an address: it says only that this id was an account and is none any more.
        await connection.ExecuteAsync(
            $"""
            with changed as (delete from accounts.users where id = {user} returning id)
            {Audit.OfChanged("account_deleted", new Caller(null))}
            """, ct);
        return hashes!;
    }

    public Task<Credentials?> CredentialsAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<Credentials>($"select {Credentials.Columns} from accounts.users where id = {id}", ct);

    /// <summary>Finds by e-mail or user name. A user name contains an @ only when it is the e-mail.</summary>
    public Task<Credentials?> CredentialsAsync(string login, CancellationToken ct)
    {
        var column = login.Contains('@', StringComparison.Ordinal)
            ? Sql.Of($"lower(email)")
            : Sql.Of($"lower(username)");
        return database.QuerySingleAsync<Credentials>(
            $"""
            select {Credentials.Columns} from accounts.users
            where {column} = lower({login} collate "und-x-icu")
            """, ct);
    }

    /// <summary>
    /// Executes the same statement for known and unknown users, so that response times do not reveal which exist.
    /// </summary>
    public Task LoginFailedAsync(Guid? user, Caller caller, CancellationToken ct) => database.ExecuteAsync(
        $"with changed as (select {user}::uuid as id) {Audit.OfChanged("login_failed", caller)}", ct);

    public Task UpgradePasswordAsync(Credentials known, string hash, CancellationToken ct) => database.ExecuteAsync(
        $"""
        update accounts.users set password = {hash}
        where id = {known.Account.Id} and password = {known.Password}
        """, ct);

    public Task<Account?> ChangeProfileAsync(Guid id, ProfileRequest profile, Caller caller, CancellationToken ct) =>
        database.QuerySingleAsync<Account>(
            $"""
            with changed as (
                update accounts.users
                set first_name = coalesce({profile.FirstName}, first_name),
                    last_name = coalesce({profile.LastName}, last_name),
                    phone = coalesce({profile.Phone}, phone)
                where id = {id}
                returning *),
            audited as ({Audit.OfChanged("profile_changed", caller)})
            select {Account.Columns} from changed
            """, ct);

    /// <summary>
    /// Null when the token is unknown, used or expired. The address may bring a role, which tokens in use do not have
    /// yet.
    /// </summary>
    public Task<Account?> VerifyEmailAsync(string token, Caller caller, CancellationToken ct) =>
        database.QuerySingleAsync<Account>(
            $"""
            with used as (
                delete from accounts.mailed_tokens
                where hash = {Secret.Hash(token)} and purpose = 'verify' and expires_at > now()
                returning user_id),
            {GrantedRole.ToUsed(options.Value)},
            changed as (
                update accounts.users u
                set email_verified_at = coalesce(email_verified_at, now()), role = granted.role,
                    version = version + (u.role <> granted.role)::int
                from granted where u.id = granted.id
                returning u.*),
            audited as ({Audit.OfChanged("email_verified", caller)})
            select {Account.Columns} from changed
            """, ct);

    /// <summary>Does nothing when there is no such account.</summary>
    public async Task RequestResetAsync(string email, Caller caller, CancellationToken ct)
    {
        var account = await database.QuerySingleAsync<Account>(
            $"""
            select {Account.Columns} from accounts.users
            where lower(email) = lower({email} collate "und-x-icu")
            """, ct);
        if (account is null)
            return;
        await database.ExecuteAsync(
            $"""
            with changed as (select {account.Id} as id),
            audited as ({Audit.OfChanged("password_reset_requested", caller)})
            {Outbox.Insert(new PasswordResetRequested(account.Id))}
            """, ct);
    }

    /// <summary>
    /// Creates a token for a mail to the account's address, when the mail is sent: only the mail contains it. Null when
    /// the account does not exist any more, or its address is already verified.
    /// </summary>
    public async Task<MailedToken?> CreateTokenAsync(Guid user, TokenPurpose purpose, CancellationToken ct)
    {
        var token = Secret.New();
        var account = await database.QuerySingleAsync<Account>(
            $"""
            with holder as (
                select * from accounts.users
                where id = {user} and ({purpose != TokenPurpose.Verify} or email_verified_at is null)),
            expired as (delete from accounts.mailed_tokens where user_id = {user} and expires_at < now()),
            created as (
                insert into accounts.mailed_tokens (hash, user_id, purpose, expires_at)
                select {Secret.Hash(token)}, id, {purpose.Spelling()}, now() + {options.Value.LifetimeOf(purpose)} from holder)
            select {Account.Columns} from holder
            """, ct);
        return account is null ? null : new(account, token);
    }

    public async Task<bool> IsResetTokenAsync(string token, CancellationToken ct) => await database.ScalarAsync<bool>(
        $"""
        select exists (
            select from accounts.mailed_tokens
            where hash = {Secret.Hash(token)} and purpose = 'reset' and expires_at > now())
        """, ct);

    /// <summary>The latest audit entries of the account, newest first.</summary>
    public Task<List<AccountEvent>> EventsAsync(Guid id, int limit, CancellationToken ct) =>
        database.QueryAsync<AccountEvent>(
            $"""
            select a.at, a.action, case when a.actor <> a.user_id then u.email end, a.address, a.detail
            from accounts.audit a left join accounts.users u on u.id = a.actor
            where a.user_id = {id}
            order by a.id desc limit {limit}
            """, ct);

    /// <summary>
    /// Newest first. The search matches a substring of the e-mail or of a name. Only accounts with the needed role or a
    /// later one are listed.
    /// </summary>
    public Task<(long Total, List<Account> Accounts)> ListAsync(
        string? search, int page, int limit, CancellationToken ct, Role needed = Role.Customer)
    {
        string[] roles =
        [
            .. from role in Enum.GetValues<Role>() where role.Includes(needed) select role.Spelling()
        ];
        var filter = Sql.Of($"role = any({roles})");
        if (search?.Trim() is { Length: > 0 } text)
        {
            filter.AppendFormatted(Sql.Of(
                $"""
                 and strpos(
                    lower(email || ' ' || username || ' ' || first_name || ' ' || last_name),
                    lower({text} collate "und-x-icu")) > 0
                """));
        }
        return database.QueryPageAsync<Account>(
            $"select count(*) from accounts.users where {filter}",
            $"""
            select {Account.Columns} from accounts.users
            where {filter}
            order by id desc
            limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
    }
}
