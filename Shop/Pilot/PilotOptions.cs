namespace Shop.Pilot;

/// <summary>What the pilot shows to anyone.</summary>
public sealed class PilotOptions
{
    public const string Section = "Pilot";

    /// <summary>
    /// Whether anyone may read the statistics of errors, so that a health checker needs no account. Otherwise support.
    /// </summary>
    public bool PublicStatistics { get; set; }
}
