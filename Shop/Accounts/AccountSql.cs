using Shop.Database;

namespace Shop.Accounts;

/// <summary>Accounts as other modules see them in SQL.</summary>
static class AccountSql
{
    /// <summary>Columns id and email. Use a left join: an owner may be null.</summary>
    public static readonly Sql Table = Sql.Of($"(select id, email from accounts.users)");

    /// <summary>Columns id and phone, as the customer wrote it; an index has its last ten digits.</summary>
    public static readonly Sql Phones = Sql.Of($"(select id, phone from accounts.users)");

    /// <summary>The ids of accounts whose e-mail contains the text.</summary>
    public static Sql Matching(string email) => Sql.Of(
        $"""(select id from accounts.users where strpos(lower(email), lower({email} collate "und-x-icu")) > 0)""");
}
