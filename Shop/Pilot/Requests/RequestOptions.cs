using System.ComponentModel.DataAnnotations;

namespace Shop.Pilot.Requests;

/// <summary>Which requests the shop measures and warns about.</summary>
public sealed class RequestOptions
{
    public const string Section = "Pilot:Requests";

    /// <summary>Whether requests are measured, and visits of the site counted.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>A request that takes longer is slow.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan Slow { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A request with more SQL statements is chatty.</summary>
    [Range(1, 10_000)]
    public int MaxStatements { get; set; } = 20;

    /// <summary>A request that executes one SQL statement as often as this is chatty, too.</summary>
    [Range(2, 10_000)]
    public int Repeats { get; set; } = 5;
}
