using System.ComponentModel.DataAnnotations;

namespace Shop.Api.Http;

/// <summary>
/// What one client address, or one account, may ask for. A caller with more gets 429 with `Retry-After`. Failed logins,
/// password mails and feedback have fixed limits of their own. All visitors behind a proxy that is missing in
/// `TrustedProxies` share its address.
/// </summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    const int Most = 10_000_000;

    /// <summary>False for benchmarks, whose clients have one address.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Lifts all limits of a shop that exists for load tests. A host in Production does not start with it.
    /// </summary>
    public bool LoadTest { get; set; }

    /// <summary>New accounts of an address; each costs a mail and a password hash.</summary>
    [Range(1, Most)]
    public int RegistrationsPerHour { get; set; } = 200;

    /// <summary>Logins from an address; each costs a password hash.</summary>
    [Range(1, Most)]
    public int LoginsPerMinute { get; set; } = 600;

    /// <summary>Watched products from an address; each costs a mail.</summary>
    [Range(1, Most)]
    public int WatchesPerHour { get; set; } = 200;

    /// <summary>Mails about watched products to one recipient, whoever asks for them.</summary>
    [Range(1, Most)]
    public int WatchMailsPerDay { get; set; } = 50;

    /// <summary>Shipping quotes for an address; each may cost a call to every carrier.</summary>
    [Range(1, Most)]
    public int ShippingQuotesPerMinute { get; set; } = 300;

    /// <summary>Analytics events from an address.</summary>
    [Range(1, Most)]
    public int EventsPerMinute { get; set; } = 6_000;

    /// <summary>Orders, payments and refunds of an account; each costs a call to a provider, or goods.</summary>
    [Range(1, Most)]
    public int PurchasesPerMinute { get; set; } = 120;
}
