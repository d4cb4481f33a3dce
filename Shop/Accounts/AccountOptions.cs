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

    [Range(1, 24 * 60)]
    public int AccessMinutes { get; set; } = 60;

    [Range(1, 365)]
    public int RefreshDays { get; set; } = 30;

    [Range(1, 365)]
    public int VerificationDays { get; set; } = 7;

    [Range(1, 24 * 60)]
    public int ResetMinutes { get; set; } = 60;

    public TimeSpan AccessLifetime => TimeSpan.FromMinutes(AccessMinutes);
    public TimeSpan RefreshLifetime => TimeSpan.FromDays(RefreshDays);
}
