using Shop.Database;

namespace Shop.Accounts;

/// <summary>Accounts of load tests, whose owners are programs. Their addresses tell them apart.</summary>
static class LoadTestAccounts
{
    public const string Domain = "load.example";

    // A batch, so that a run with many accounts does not fill the memory.
    const int Batch = 200;

    static Sql IsOne => Sql.Of($"email like 'load-%@' || {Domain}");

    public static Sql Count => Sql.Of($"select count(*) from accounts.users where {IsOne}");

    /// <summary>Some of those that are not busy.</summary>
    public static Sql Some(Sql isBusy) => Sql.Of(
        $"select {Credentials.Columns} from accounts.users where {IsOne} and not {isBusy} limit {Batch}");

    public static Sql MakeStaff(string email) => Sql.Of(
        $"""
        update accounts.users set role = 'staff', version = version + 1
        where lower(email) = lower({email} collate "und-x-icu") and {IsOne}
        """);

    /// <summary>In development the first account of a shop is its admin. The next one shall be a person.</summary>
    public static Sql GiveUpFounder => Sql.Of(
        $"""
        with gone as (
            delete from accounts.founder using accounts.users u
            where u.id = founder.user_id and {IsOne} returning founder.user_id)
        update accounts.users set role = 'customer', version = version + 1 where id in (select user_id from gone)
        """);
}
