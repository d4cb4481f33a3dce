using System.ComponentModel.DataAnnotations;

namespace Shop.Accounts;

public sealed class AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>
    /// Memory in KiB that Argon2id uses for one password hash. At most one hash per processor is computed at a time. A
    /// hash stores its own parameters and is renewed at the next login when they differ.
    /// </summary>
    [Range(8, 1024 * 1024)]
    public int PasswordMemory { get; set; } = 19 * 1024;

    /// <summary>Passes of Argon2id over its memory.</summary>
    [Range(1, 100)]
    public int PasswordPasses { get; set; } = 2;

    /// <summary>An account with one of these addresses becomes staff when the address has been verified.</summary>
    public IList<string> StaffEmails { get; } = [];

    /// <summary>
    /// The account with this address becomes the first admin when the address has been verified. Later admins are made
    /// by an admin.
    /// </summary>
    [RegularExpression(@"\S+@\S+")]
    public string? FounderEmail { get; set; }

    /// <summary>
    /// For development and tests: the first account is admin, and those of `StaffEmails` are staff, as soon as they
    /// register.
    /// </summary>
    public bool GrantRolesOnRegistration { get; set; }

    /// <summary>How long an access token is valid.</summary>
    [Range(1, 24 * 60)]
    public int AccessMinutes { get; set; } = 60;

    /// <summary>How long a refresh token is valid, and with it a sign-in that nobody uses.</summary>
    [Range(1, 365)]
    public int RefreshDays { get; set; } = 30;

    /// <summary>How long the link in the mail that verifies an address works. The worker's setting counts.</summary>
    [Range(1, 365)]
    public int VerificationDays { get; set; } = 7;

    /// <summary>How long the link in the mail that resets a password works. The worker's setting counts.</summary>
    [Range(1, 24 * 60)]
    public int ResetMinutes { get; set; } = 60;

    public TimeSpan AccessLifetime => TimeSpan.FromMinutes(AccessMinutes);
    public TimeSpan RefreshLifetime => TimeSpan.FromDays(RefreshDays);

    /// <summary>How long a mailed token works, and how long its mail is worth sending.</summary>
    public TimeSpan LifetimeOf(TokenPurpose purpose) => purpose == TokenPurpose.Reset
        ? TimeSpan.FromMinutes(ResetMinutes)
        : TimeSpan.FromDays(VerificationDays);
}
