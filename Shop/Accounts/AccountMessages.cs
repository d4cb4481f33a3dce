using System.Text.Json.Serialization.Metadata;
using Shop.Messaging;

namespace Shop.Accounts;

/// <summary>The token is for POST /api/auth/verify-email. Only the mail contains it.</summary>
public sealed record AccountRegistered(Guid UserId, string Email, string FirstName, string Token)
    : IMessage<AccountRegistered>
{
    public static string Topic => "accounts.registered";
    public static JsonTypeInfo<AccountRegistered> Json => AccountsJson.Default.AccountRegistered;
}

/// <summary>The token is for POST /api/auth/reset-password.</summary>
public sealed record PasswordResetRequested(Guid UserId, string Email, string FirstName, string Token)
    : IMessage<PasswordResetRequested>
{
    public static string Topic => "accounts.password_reset_requested";
    public static JsonTypeInfo<PasswordResetRequested> Json => AccountsJson.Default.PasswordResetRequested;
}
