using System.ComponentModel.DataAnnotations;

namespace Shop.Pilot.Reports;

/// <summary>From which numbers on the pilot is bad or needs attention.</summary>
public sealed class LimitOptions
{
    public const string Section = "Pilot:Limits";

    /// <summary>More critical errors that nobody has resolved are bad.</summary>
    [Range(0, int.MaxValue)]
    public int UnresolvedCritical { get; set; }

    /// <summary>A larger share of requests with a status of 500 or more is bad.</summary>
    [Range(0.0, 1.0)]
    public double ErrorRate { get; set; } = 0.05;

    /// <summary>A longer 95th percentile of all requests is bad.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:05:00")]
    public TimeSpan P95 { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>A check that takes longer on average needs attention.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:05:00")]
    public TimeSpan CheckTime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>More new errors of one category need attention.</summary>
    [Range(0, int.MaxValue)]
    public int ErrorsInCategory { get; set; } = 10;

    /// <summary>More new errors than so many times those of the period before need attention.</summary>
    [Range(1.0, 100.0)]
    public double MoreErrors { get; set; } = 1.5;

    /// <summary>
    /// The share of purchases among what was put into carts needs attention when it drops by more than this share.
    /// </summary>
    [Range(0.01, 1.0)]
    public double FewerPurchases { get; set; } = 0.3;

    /// <summary>A lower mean rating of the feedback needs attention.</summary>
    [Range(1.0, 5.0)]
    public double Rating { get; set; } = 3;

    /// <summary>With fewer requests, error rate and percentile say nothing.</summary>
    [Range(1, int.MaxValue)]
    public int LeastRequests { get; set; } = 100;

    /// <summary>With fewer products put into carts, the share of purchases says nothing.</summary>
    [Range(1, int.MaxValue)]
    public int LeastActions { get; set; } = 50;

    /// <summary>With fewer messages, their mean rating says nothing.</summary>
    [Range(1, int.MaxValue)]
    public int LeastRatings { get; set; } = 3;
}
