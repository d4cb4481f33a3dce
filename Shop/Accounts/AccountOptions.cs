using System.ComponentModel.DataAnnotations;

namespace Shop.Accounts;

public sealed class AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>
    /// Iterations of PBKDF2-HMAC-SHA512. A hash stores its own count and is renewed at the next login when it differs.
    /// </summary>
    [Range(1_000, 100_000_000)]
    public int PasswordIterations { get; set; } = 210_000;

    /// <summary>Accounts that register with one of these addresses become staff.</summary>
    public IList<string> StaffEmails { get; } = [];

    /// <summary>How long an access token is valid.</summary>
    [Range(1, 24 * 60)]
    public int AccessMinutes { get; set; } = 60;

    /// <summary>How long a refresh token is valid, and with it a sign-in that nobody uses.</summary>
    [Range(1, 365)]
    public int RefreshDays { get; set; } = 30;

    /// <summary>How long the link in the mail that verifies an address works.</summary>
    [Range(1, 365)]
    public int VerificationDays { get; set; } = 7;

    /// <summary>How long the link in the mail that resets a password works.</summary>
    [Range(1, 24 * 60)]
    public int ResetMinutes { get; set; } = 60;

    public TimeSpan AccessLifetime => TimeSpan.FromMinutes(AccessMinutes);
    public TimeSpan RefreshLifetime => TimeSpan.FromDays(RefreshDays);
}
