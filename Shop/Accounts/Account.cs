using Shop.Database;

namespace Shop.Accounts;

public sealed record Account(
    Guid Id,
    string Email,
    string Username,
    string FirstName,
    string LastName,
    string Phone,
    Role Role,
    bool EmailVerified) : IRow<Account>
{
    internal static readonly Sql Columns = Sql.Of(
        $"id, email, username, first_name, last_name, phone, role, email_verified_at is not null");

    public static Account Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Named<Role>(),
        row.Get<bool>());
}

/// <summary>The password hash of an account, and the version of the account it was read with.</summary>
public sealed record Credentials(Account Account, string Password, int Version) : IRow<Credentials>
{
    internal static readonly Sql Columns = Sql.Of($"{Account.Columns}, password, version");

    public static Credentials Read(RowReader row) => new(Account.Read(row), row.Get<string>(), row.Get<int>());
}

/// <summary>A session as it was before it ended or changed.</summary>
public sealed record Session(Guid Id, string AccessHash, DateTimeOffset AccessExpiresAt) : IRow<Session>
{
    internal static readonly Sql Columns = Sql.Of($"id, access_hash, access_expires_at");

    public static Session Read(RowReader row) =>
        new(row.Get<Guid>(), row.Get<string>(), row.Get<DateTimeOffset>());
}

/// <summary>The account of a session, and the hash of the access token that a refresh replaces.</summary>
public sealed record Refreshed(Account Account, string SpentAccessHash) : IRow<Refreshed>
{
    internal static readonly Sql Columns = Sql.Of($"{Account.Columns}, spent_access_hash");

    public static Refreshed Read(RowReader row) => new(Account.Read(row), row.Get<string>());
}
