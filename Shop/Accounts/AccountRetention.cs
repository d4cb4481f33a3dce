using Shop.Database;

namespace Shop.Accounts;

static class AccountRetention
{
    public static Sql ExpiredSessions => OldRows.Delete(Sql.Of($"accounts.sessions"), Sql.Of($"expires_at < now()"));

    public static Sql ExpiredTokens => OldRows.Delete(Sql.Of($"accounts.mailed_tokens"), Sql.Of($"expires_at < now()"));

    public static Sql Audit(TimeSpan age) => OldRows.Delete(Sql.Of($"accounts.audit"), Sql.Of($"at < now() - {age}"));
}
