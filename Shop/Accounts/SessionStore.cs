using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Audit;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Accounts;

/// <summary>
/// What ends sessions deletes their access tokens from Redis first, and those of sessions that were opened or refreshed
/// meanwhile after the change. So no token outlives its session when Redis fails. No connection to the database is held
/// while Redis answers: otherwise a few requests that wait for Redis would take the connections of all others.
/// </summary>
public sealed class SessionStore(NpgsqlDataSource database, IAccessTokens access, IOptions<AccountOptions> options)
{
    /// <summary>Opens a session for the user in <c>changed</c>.</summary>
    internal static Sql Insert(SessionTokens tokens, AccountOptions options) => Sql.Of(
        $"""
        insert into accounts.sessions (id, user_id, access_hash, access_expires_at, refresh_hash, expires_at)
        select {tokens.SessionId}, id, {tokens.AccessHash}, now() + {options.AccessLifetime},
            {tokens.RefreshHash}, now() + {options.RefreshLifetime}
        from changed
        """);

    /// <summary>
    /// Writes the account, its first session if there are tokens, and the message with one statement. The access token
    /// is kept first, so that every session is usable, and again if the account gets another role than a customer's.
    /// </summary>
    public async Task<Account> RegisterAsync(
        NewAccount account, SessionTokens? tokens, Caller caller, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        if (tokens is null)
            return await InsertAsync(id, account, tokens, caller, ct);
        try
        {
            await access.KeepAsync(tokens, new(
                id,
                account.Email,
                account.Username,
                account.FirstName,
                account.LastName,
                account.Phone,
                Role.Customer,
                EmailVerified: false));
            var registered = await InsertAsync(id, account, tokens, caller, ct);
            if (registered.Role != Role.Customer)
                await access.KeepAsync(tokens, registered);
            return registered;
        }
        catch
        {
            await access.DropAsync(tokens.AccessHash);
            throw;
        }
    }

    async Task<Account> InsertAsync(
        Guid id, NewAccount account, SessionTokens? tokens, Caller caller, CancellationToken ct)
    {
        var isGranted = options.Value.GrantRolesOnRegistration;
        var isStaff = options.Value.StaffEmails.Contains(account.Email, StringComparer.OrdinalIgnoreCase);
        var role = isGranted && isStaff ? Role.Staff : Role.Customer;
        try
        {
            var registered = await database.QuerySingleAsync<Account>(
                $"""
                with founder as (
                    insert into accounts.founder (user_id)
                    select {id} where {isGranted} and not exists (select from accounts.founder)
                    on conflict do nothing
                    returning user_id),
                changed as (
                    insert into accounts.users (id, email, username, password, first_name, last_name, phone, role)
                    values ({id}, {account.Email}, {account.Username}, {account.Password},
                        {account.FirstName}, {account.LastName}, {account.Phone},
                        case when exists (select from founder) then 'admin' else {role.Spelling()} end)
                    returning *),
                {(tokens is null ? Sql.Of($"") : Sql.Of($"opened as ({Insert(tokens, options.Value)}),"))}
                audited as ({Audit.OfChanged("registered", caller)}),
                outbox as ({Outbox.Insert(new AccountRegistered(id))})
                select {Account.Columns} from changed
                """, ct);
            ShopCounters.AccountOpened();
            if (tokens is not null)
                ShopCounters.SessionStarted();
            return registered!;
        }
        catch (PostgresException e) when (
            e.SqlState == PostgresErrorCodes.UniqueViolation && e.ConstraintName is "users_email" or "users_username")
        {
            var field = e.ConstraintName["users_".Length..];
            throw new ShopException(ErrorCode.Conflict, "The account already exists.", inner: e)
            {
                Fields = new Dictionary<string, string[]> { [field] = [$"This {field} is taken."] }
            };
        }
    }

    /// <summary>False when the password or the role has changed since the credentials were read.</summary>
    public async Task<bool> OpenAsync(Credentials known, SessionTokens tokens, Caller caller, CancellationToken ct)
    {
        var opened = await database.ExecuteAsync(
            $"""
            with changed as (
                select id from accounts.users
                where id = {known.Account.Id} and version = {known.Version}
                for share),
            expired as (
                delete from accounts.sessions
                where id in (
                    select id from accounts.sessions
                    where user_id = {known.Account.Id} and expires_at < now()
                    for update skip locked)),
            audited as ({Audit.OfChanged("logged_in", caller)})
            {Insert(tokens, options.Value)}
            """, ct);
        if (opened == 1)
            ShopCounters.SessionStarted();
        return opened == 1;
    }

    /// <summary>The session with this refresh token. Null when the token is wrong or outdated.</summary>
    public Task<Refreshed?> FindAsync(Guid session, string refresh, CancellationToken ct) =>
        database.QuerySingleAsync<Refreshed>(
            $"""
            with holder as (
                select u.*, s.access_hash as spent_access_hash
                from accounts.sessions s join accounts.users u on u.id = s.user_id
                where s.id = {session} and s.refresh_hash = {Secret.Hash(refresh)} and s.expires_at > now())
            select {Refreshed.Columns} from holder
            """, ct);

    /// <summary>
    /// Replaces the tokens of a session. Redis already has the next access token, and not the spent one any more. Null
    /// when the refresh token is wrong or outdated.
    /// </summary>
    public Task<Account?> RefreshAsync(string spent, SessionTokens next, Caller caller, CancellationToken ct) =>
        database.QuerySingleAsync<Account>(
            $"""
            with holder as (
                select * from accounts.users
                where id = (select user_id from accounts.sessions where id = {next.SessionId})
                for share),
            spent as (
                select s.id as session_id
                from accounts.sessions s join holder on holder.id = s.user_id
                where s.id = {next.SessionId} and s.refresh_hash = {Secret.Hash(spent)} and s.expires_at > now()
                for update of s),
            rotated as (
                update accounts.sessions
                set access_hash = {next.AccessHash}, access_expires_at = now() + {options.Value.AccessLifetime},
                    refresh_hash = {next.RefreshHash}, expires_at = now() + {options.Value.RefreshLifetime}
                from spent where id = session_id),
            changed as (select * from holder cross join spent),
            audited as ({Audit.OfChanged("refreshed", caller)})
            select {Account.Columns} from changed
            """, ct);

    /// <summary>
    /// Ends every other session of the user. False when the password or the role has changed since
    /// <paramref name="known"/> was read.
    /// </summary>
    public Task<bool> ChangePasswordAsync(
        Credentials known,
        string hash,
        Guid except,
        Caller caller,
        CancellationToken ct) =>
        EndOthersAsync(
            Sql.Of($"{known.Account.Id}"),
            $"""
            with changed as (
                update accounts.users set password = {hash}, version = version + 1
                where id = {known.Account.Id} and version = {known.Version}
                returning id),
            dead as (delete from accounts.mailed_tokens where purpose = 'reset' and user_id in (select id from changed)),
            audited as ({Audit.OfChanged("password_changed", caller)})
            select id from changed
            """, except, ct);

    /// <summary>
    /// Ends every session of the user, and verifies the address too, because the mail has arrived. False when the token
    /// is unknown, used or expired.
    /// </summary>
    public Task<bool> ResetPasswordAsync(
        string token, string hash, Caller caller, CancellationToken ct) =>
        EndOthersAsync(
            Sql.Of(
                $"""
                select user_id from accounts.mailed_tokens where hash = {Secret.Hash(token)} and purpose = 'reset'
                """),
            $"""
            with used as (
                delete from accounts.mailed_tokens
                where hash = {Secret.Hash(token)} and purpose = 'reset' and expires_at > now()
                returning user_id),
            {GrantedRole.ToUsed(options.Value)},
            changed as (
                update accounts.users u
                set password = {hash}, version = version + 1, email_verified_at = coalesce(email_verified_at, now()),
                    role = granted.role
                from granted where u.id = granted.id
                returning u.id),
            dead as (
                delete from accounts.mailed_tokens
                where purpose = 'reset' and hash <> {Secret.Hash(token)} and user_id in (select id from changed)),
            audited as ({Audit.OfChanged("password_reset", caller)})
            select id from changed
            """, Guid.Empty, ct);

    async Task<bool> EndOthersAsync(
        Sql owner, Sql change, Guid except, CancellationToken ct)
    {
        var ending = await database.ScalarAsync<string[]>(
            $"""
            select coalesce(array_agg(access_hash), array[]::text[]) from accounts.sessions
            where user_id = ({owner}) and id <> {except}
            """, ct);
        if (ending!.Length > 0)
            await access.DropAsync(ending);
        var ended = await ChangeAsync();
        if (ended?.Except(ending).ToArray() is { Length: > 0 } late)
            await access.DropAsync(late);
        return ended is not null;

        async Task<string[]?> ChangeAsync()
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var user = await connection.ScalarAsync<Guid?>(change, ct);
            if (user is null)
                return null;
            // A separate statement: its snapshot is taken under the lock on the user's row, so it sees all sessions.
            var hashes = await connection.ScalarAsync<string[]>(
                $"""
                with ended as (
                    delete from accounts.sessions where user_id = {user.Value} and id <> {except} returning access_hash)
                select coalesce(array_agg(access_hash), array[]::text[]) from ended
                """, ct);
            await transaction.CommitAsync(ct);
            return hashes;
        }
    }

    public Task EndAsync(Guid session, Caller caller, CancellationToken ct) =>
        EndAsync(Sql.Of($"id = {session}"), "logged_out", caller, ct);

    /// <summary>For an outdated refresh token: two clients hold the session, so it ends.</summary>
    public Task EndReusedAsync(
        Guid session, string spent, Caller caller, CancellationToken ct) =>
        EndAsync(
            Sql.Of($"id = {session} and refresh_hash <> {Secret.Hash(spent)}"), "refresh_reused", caller, ct);

    /// <summary>
    /// Takes effect at once: the access tokens in use get the role too. The account's history and the staff audit both
    /// record it. Null when there is no such user.
    /// </summary>
    public async Task<Account?> ChangeRoleAsync(
        Guid user,
        Role role,
        Caller caller,
        NewAuditEntry act,
        CancellationToken ct)
    {
        var before = await database.QuerySingleAsync<Account>(
            $"select {Account.Columns} from accounts.users where id = {user}", ct);
        if (before is null)
            return null;
        if (role != Role.Admin && before.Role == Role.Admin
            && !await database.ScalarAsync<bool>(
                $"select exists (select from accounts.users where role = 'admin' and id <> {user})", ct))
            throw LastAdmin();
        // A lower role takes effect before it is recorded, a higher one after: then no token has more rights than its
        // account when Redis or the database fails in between.
        if (role < before.Role)
            await access.RenewAsync(before with { Role = role }, await OfAsync(user, ct));
        var account = await SetRoleAsync(user, role, caller, act, ct);
        if (account is not null)
            await access.RenewAsync(account, await OfAsync(user, ct));
        return account;
    }

    async Task<Account?> SetRoleAsync(
        Guid user, Role role, Caller caller, NewAuditEntry act, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (role != Role.Admin && await IsLastAdminAsync(connection, user, ct))
            throw LastAdmin();
        var account = await connection.QuerySingleAsync<Account>(
            $"""
            with changed as (
                update accounts.users set role = {role.Spelling()}, version = version + 1 where id = {user} returning *),
            audited as ({Audit.OfChanged("role_changed", caller, act.Detail)})
            {NewAuditEntry.With(act, Sql.Of($"changed"))}
            select {Account.Columns} from changed
            """, ct);
        await transaction.CommitAsync(ct);
        return account;
    }

    /// <summary>In a transaction, the lock lets one of two admins stay who remove each other at once.</summary>
    internal static async Task<bool> IsLastAdminAsync(NpgsqlConnection connection, Guid user, CancellationToken ct)
    {
        var admins = await connection.ScalarAsync<Guid[]>(
            $"""
            with admins as (select id from accounts.users where role = 'admin' order by id for update)
            select coalesce(array_agg(id), array[]::uuid[]) from admins
            """, ct);
        return admins is [var last] && last == user;
    }

    static ShopException LastAdmin() => new(ErrorCode.Conflict, "The last admin must stay an admin.");

    public Task<List<Session>> OfAsync(Guid user, CancellationToken ct) => database.QueryAsync<Session>(
        $"select {Session.Columns} from accounts.sessions where user_id = {user}", ct);

    async Task EndAsync(Sql which, string action, Caller caller, CancellationToken ct)
    {
        var ending = await database.ScalarAsync<string>($"select access_hash from accounts.sessions where {which}", ct);
        if (ending is null)
            return;
        await access.DropAsync(ending);
        var ended = await database.ScalarAsync<string>(
            $"""
            with changed as (delete from accounts.sessions where {which} returning user_id as id, access_hash),
            audited as ({Audit.OfChanged(action, caller)})
            select access_hash from changed
            """, ct);
        if (ended is not null && ended != ending)
            await access.DropAsync(ended);
    }
}
