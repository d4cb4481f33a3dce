using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Shop.Accounts;

static class Patterns
{
    // One @, a domain of at least two labels, nothing that means something in a mail's header.
    public const string Email = @"[^\s@<>,;:""()\[\]\\\p{C}]{1,64}@(?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]{2,}";
    public const string Username = @"[\p{L}\p{N}._@+-]+";
    public const string Text = @"[^\p{Cc}]*";
    public const string Phone = @"[0-9+() .-]*";
}

public sealed record RegisterRequest(
    [property: Required, StringLength(254), RegularExpression(Patterns.Email, ErrorMessage = "The email field is not a valid e-mail address.")] string? Email,
    [property: Required, NewPassword] string? Password,
    [property: StringLength(254, MinimumLength = 1), RegularExpression(Patterns.Username, ErrorMessage = "A user name has letters, digits, and . _ - + only.")]
    string? Username = null,
    [property: StringLength(100), RegularExpression(Patterns.Text, ErrorMessage = "The name must not have control characters.")] string? FirstName = null,
    [property: StringLength(100), RegularExpression(Patterns.Text, ErrorMessage = "The name must not have control characters.")] string? LastName = null,
    [property: StringLength(32), RegularExpression(Patterns.Phone, ErrorMessage = "The phone field is not a valid phone number.")] string? Phone = null);

/// <summary>The site names the account by e-mail, the store by user name; each may give either.</summary>
public sealed record LoginRequest(
    [property: StringLength(254)] string? Email,
    [property: StringLength(254)] string? Username,
    [property: Required, StringLength(256)] string? Password);

public sealed record RefreshRequest([property: Required, StringLength(200)] string? RefreshToken);

public sealed record VerifyEmailRequest([property: Required, StringLength(200)] string? Token);

public sealed record ChangePasswordRequest([property: Required, StringLength(256)] string? OldPassword, [property: Required, NewPassword] string? NewPassword);

public sealed record ForgotPasswordRequest([property: Required, StringLength(254)] string? Email);

public sealed record ResetPasswordRequest([property: Required, StringLength(200)] string? Token, [property: Required, NewPassword] string? NewPassword);

/// <summary>What is left out stays as it is.</summary>
public sealed record ProfileRequest(
    [property: StringLength(100), RegularExpression(Patterns.Text, ErrorMessage = "The name must not have control characters.")] string? FirstName,
    [property: StringLength(100), RegularExpression(Patterns.Text, ErrorMessage = "The name must not have control characters.")] string? LastName,
    [property: StringLength(32), RegularExpression(Patterns.Phone, ErrorMessage = "The phone field is not a valid phone number.")] string? Phone);

public sealed record RoleRequest([property: Required, RegularExpression("customer|support|staff|admin", ErrorMessage = "The role must be one of customer, support, staff, admin.")] string? Role);

/// <summary><c>access</c> is the access token once more, for clients that look for it under that name.</summary>
public sealed record SignedIn(Account User, string Access, string AccessToken, string RefreshToken, string TokenType, int ExpiresIn);

public sealed record StoreSignedIn(string AccessToken, string TokenType);

public sealed record StoreRegistered(Guid Id, string Username, string Email, Role Role);

public sealed record Done(string Detail);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(List<Account>))]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(VerifyEmailRequest))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(ForgotPasswordRequest))]
[JsonSerializable(typeof(ResetPasswordRequest))]
[JsonSerializable(typeof(ProfileRequest))]
[JsonSerializable(typeof(RoleRequest))]
[JsonSerializable(typeof(SignedIn))]
[JsonSerializable(typeof(StoreSignedIn))]
[JsonSerializable(typeof(StoreRegistered))]
[JsonSerializable(typeof(Done))]
[JsonSerializable(typeof(AccountRegistered))]
[JsonSerializable(typeof(PasswordResetRequested))]
public sealed partial class AccountsJson : JsonSerializerContext;
