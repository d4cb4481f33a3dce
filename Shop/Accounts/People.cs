using Shop.Database;

namespace Shop.Accounts;

/// <summary>Whose something is, for the SQL of other modules.</summary>
static class People
{
    /// <summary>Columns id and email. Also of nobody: to be joined from the left.</summary>
    public static readonly Sql Table = Sql.Of($"(select id, email from accounts.users)");

    /// <summary>The ids of those whose address has this in it.</summary>
    public static Sql Matching(string email) => Sql.Of($"""(select id from accounts.users where strpos(lower(email), lower({email} collate "und-x-icu")) > 0)""");
}
