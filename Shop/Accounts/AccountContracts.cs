using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Shop.Accounts;

static class Patterns
{
    public const string Username = @"[\p{L}\p{N}._@+-]+";
    public const string Text = @"[^\p{Cc}]*";
    public const string Phone = @"[0-9+() .-]*";

    public const string UsernameError = "A user name has letters, digits, and . _ - + only.";
    public const string NameError = "The name must not have control characters.";
    public const string PhoneError = "The phone field is not a valid phone number.";
}

public sealed record RegisterRequest(
    [property: Required, StringLength(254), MailAddress]
    string? Email,
    [property: Required, NewPassword]
    string? Password,
    [property: StringLength(254, MinimumLength = 1)]
    [property: RegularExpression(Patterns.Username, ErrorMessage = Patterns.UsernameError)]
    string? Username = null,
    [property: StringLength(100), RegularExpression(Patterns.Text, ErrorMessage = Patterns.NameError)]
    string? FirstName = null,
    [property: StringLength(100), RegularExpression(Patterns.Text, ErrorMessage = Patterns.NameError)]
    string? LastName = null,
    [property: StringLength(32), RegularExpression(Patterns.Phone, ErrorMessage = Patterns.PhoneError)]
    string? Phone = null);

/// <summary>The site sends the e-mail address, the store API the user name; both accept either.</summary>
public sealed record LoginRequest(
    [property: StringLength(254)] string? Email,
    [property: StringLength(254)] string? Username,
    [property: Required, StringLength(256)] string? Password);

public sealed record RefreshRequest([property: Required, StringLength(200)] string? RefreshToken);

public sealed record VerifyEmailRequest([property: Required, StringLength(200)] string? Token);

public sealed record ChangePasswordRequest(
    [property: Required, StringLength(256)] string? OldPassword,
    [property: Required, NewPassword] string? NewPassword);

public sealed record DeleteAccountRequest([property: Required, StringLength(256)] string? Password);

public sealed record ForgotPasswordRequest([property: Required, StringLength(254)] string? Email);

public sealed record ResetPasswordRequest(
    [property: Required, StringLength(200)] string? Token,
    [property: Required, NewPassword] string? NewPassword);

/// <summary>Null fields stay unchanged.</summary>
public sealed record ProfileRequest(
    [property: StringLength(100), RegularExpression(Patterns.Text, ErrorMessage = Patterns.NameError)]
    string? FirstName,
    [property: StringLength(100), RegularExpression(Patterns.Text, ErrorMessage = Patterns.NameError)]
    string? LastName,
    [property: StringLength(32), RegularExpression(Patterns.Phone, ErrorMessage = Patterns.PhoneError)]
    string? Phone);

public sealed record RoleRequest(
    [property: Required]
    [property: RegularExpression(
        "customer|support|staff|admin",
        ErrorMessage = "The role must be one of customer, support, staff, admin.")]
    string? Role);

/// <summary><c>access</c> repeats the access token for clients that read it under that name.</summary>
public sealed record SignedIn(
    Account User,
    string Access,
    string AccessToken,
    string RefreshToken,
    string TokenType,
    int ExpiresIn);

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
[JsonSerializable(typeof(DeleteAccountRequest))]
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
