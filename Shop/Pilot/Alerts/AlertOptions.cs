using System.ComponentModel.DataAnnotations;
using Shop.Notifications.Templates;

namespace Shop.Pilot.Alerts;

public sealed class AlertOptions
{
    public const string Section = "Pilot:Alerts";

    /// <summary>The team's addresses. Without any, nothing is mailed.</summary>
    public string[] To { get; set; } = [];

    [AllowedValues(NotificationTemplates.Russian, NotificationTemplates.English)]
    public string Language { get; set; } = NotificationTemplates.Russian;

    /// <summary>The mails of any hour. The last one of an hour is a summary of all that waits.</summary>
    [Range(2, 10_000)]
    public int MostPerHour { get; set; } = 10;

    /// <summary>An error spikes when an hour has more than so many times its usual occurrences.</summary>
    [Range(1.5, 1000)]
    public double SpikeFactor { get; set; } = 5;

    /// <summary>Fewer occurrences in an hour are no spike.</summary>
    [Range(2, 1_000_000)]
    public int SpikeFrom { get; set; } = 20;

    /// <summary>The hour of the daily digest, in Moscow time.</summary>
    [Range(0, 23)]
    public int DigestHour { get; set; } = 9;

    /// <summary>
    /// The Aspire dashboard, or another site that shows a trace under the same path. Without it, mails show only the
    /// trace ID.
    /// </summary>
    public Uri? DashboardAddress { get; set; }
}
