namespace Shop.Accounts;

/// <summary>What a mailed token is good for, once.</summary>
public enum TokenPurpose
{
    Verify,
    Reset
}

/// <summary>A token on its way to the account's address. The database has only its hash.</summary>
public sealed record MailedToken(Account Account, string Token);

static class TokenPurposes
{
    /// <summary>The name in the database.</summary>
    public static string Spelling(this TokenPurpose purpose) => purpose == TokenPurpose.Reset ? "reset" : "verify";
}
