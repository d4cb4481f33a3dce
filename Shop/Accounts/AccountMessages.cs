using System.Text.Json.Serialization.Metadata;
using Shop.Messaging;

namespace Shop.Accounts;

/// <summary>
/// The consumer looks the account up and creates the mailed token, so that neither the address nor a token waits in a
/// queue or among the dead letters.
/// </summary>
public sealed record AccountRegistered(Guid UserId) : IMessage<AccountRegistered>
{
    public static string Topic => "accounts.registered";
    public static JsonTypeInfo<AccountRegistered> Json => AccountsJson.Default.AccountRegistered;
}

/// <summary>The consumer looks the account up and creates the mailed token.</summary>
public sealed record PasswordResetRequested(Guid UserId) : IMessage<PasswordResetRequested>
{
    public static string Topic => "accounts.password_reset_requested";
    public static JsonTypeInfo<PasswordResetRequested> Json => AccountsJson.Default.PasswordResetRequested;
}
