using System.ComponentModel.DataAnnotations;

namespace Shop.Pilot.Health;

/// <summary>The checks from outside: what they call, how often, and what they still accept.</summary>
public sealed class CheckOptions
{
    public const string Section = "Pilot:Checks";

    /// <summary>The shop's address as visitors know it. Usually `Notifications:SiteAddress`.</summary>
    public Uri? Address { get; set; }

    /// <summary>The time between two runs of all checks.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A request that is not answered within this time is an ERROR.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A page that takes longer is a FAIL.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan PageTime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>A search that takes longer is a FAIL.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan SearchTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>More reported errors within a day are a FAIL.</summary>
    [Range(0, int.MaxValue)]
    public int ErrorsPerDay { get; set; } = 100;

    /// <summary>More critical errors that nobody has resolved are a FAIL.</summary>
    [Range(0, int.MaxValue)]
    public int UnresolvedCritical { get; set; }

    /// <summary>A TLS certificate that is valid for fewer days is a FAIL.</summary>
    [Range(0, 365)]
    public int CertificateDays { get; set; } = 14;
}
