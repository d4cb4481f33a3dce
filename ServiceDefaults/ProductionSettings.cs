using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace ServiceDefaults;

/// <summary>
/// Settings of development that must not reach users. In the environment Production, which is the default, a host
/// with one of them does not start and names all of them.
/// </summary>
public static class ProductionSettings
{
    // The values of development's secrets and addresses contain one of these.
    static readonly string[] Placeholders = ["development", "example.com", "shop.example"];

    static readonly string[] Sections =
    [
        "Accounts", "Inventory", "Notifications", "Payments", "Pilot", "Shipping", "Site", "Staff"
    ];

    static readonly (string Setting, Func<string, bool> IsWrong, string Reason)[] Rules =
    [
        ("Accounts:GrantRolesOnRegistration", IsTrue, "makes whoever registers first the admin"),
        ("Database:SampleGoods", IsTrue, "fills the catalog with sample goods"),
        ("Notifications:Smtp:UseTls", IsFalse, "sends mail without TLS"),
        ("Orders:PickUpAfter", _ => true, "hands orders over without staff"),
        ("Pilot:PublicStatistics", IsTrue, "shows the statistics of errors to everybody"),
        ("RateLimits:Enabled", IsFalse, "lets everybody call without limits"),
        ("RateLimits:LoadTest", IsTrue, "is for a shop that exists for load tests"),
        ("Site:Https", IsFalse, "sends sessions without TLS")
    ];

    // What a host needs as soon as it has something else: the defaults are addresses that nobody has.
    static readonly (string Key, string Needed)[] Needs =
    [
        ("Notifications:SendGrid:ApiKey", "Notifications:SendGrid:FromAddress"),
        ("Notifications:Mailgun:ApiKey", "Notifications:Mailgun:FromAddress"),
        ("Notifications:Smtp:Host", "Notifications:Smtp:FromAddress"),
        ("ConnectionStrings:redis", "Payments:ReturnUrl"),
        // Without it each replica has keys of its own, and a session ends at the next replica.
        ("services:api:http:0", "Site:Key")
    ];

    public static void Check(IConfiguration configuration, IHostEnvironment environment)
    {
        if (!environment.IsProduction())
            return;
        var problems = Problems(configuration).ToList();
        if (problems.Count > 0)
            throw new InvalidOperationException(
                $"These settings are for development only; a deployment needs others: {string.Join("; ", problems)}.");
    }

    /// <summary>Each names the setting, never the value, which may be a secret.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        foreach (var (setting, isWrong, reason) in Rules)
            if (configuration[setting] is { Length: > 0 } value && isWrong(value))
                yield return $"{setting} {reason}";
        foreach (var (setting, value) in Sections.SelectMany(name => configuration.GetSection(name).AsEnumerable()))
            if (value is { Length: > 0 } && Problem(setting, value) is { } problem)
                yield return $"{setting} {problem}";
        foreach (var (i, network) in (configuration.GetSection("TrustedProxies").Get<string[]>() ?? []).Index())
            if (network.EndsWith("/0", StringComparison.Ordinal))
                yield return $"TrustedProxies:{i} lets every client choose its address";
        foreach (var (key, needed) in Needs)
            if (!string.IsNullOrEmpty(configuration[key]) && string.IsNullOrEmpty(configuration[needed]))
                yield return $"{needed} is not set";
    }

    static string? Problem(string setting, string value)
    {
        if (Placeholders.Any(placeholder => value.Contains(placeholder, StringComparison.OrdinalIgnoreCase)))
            return "has a value for development";
        if (setting.StartsWith("Payments:YooKassa:Sources:", StringComparison.Ordinal)
            && System.Net.IPNetwork.TryParse(value, out var network)
            && System.Net.IPAddress.IsLoopback(network.BaseAddress))
            return "believes webhooks from this machine";
        // Stubs, dashboards and the site itself: everything outside has an https address with a name.
        if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return null;
        return address.Scheme == "http" ? "is an address without TLS"
            : address.IsLoopback ? "is an address of this machine"
            : null;
    }

    static bool IsTrue(string value) => value.Equals("true", StringComparison.OrdinalIgnoreCase);

    static bool IsFalse(string value) => value.Equals("false", StringComparison.OrdinalIgnoreCase);
}
