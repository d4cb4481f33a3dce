using System.ComponentModel.DataAnnotations;

namespace Shop.Pilot.Reports;

/// <summary>When the reports about the pilot are made, in Moscow time.</summary>
public sealed class ReportOptions
{
    public const string Section = "Pilot:Reports";

    /// <summary>When the report about the day before is made.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "23:59:00")]
    public TimeSpan DailyAt { get; set; } = TimeSpan.FromHours(8);

    /// <summary>When, on Mondays, the report about the week before is made.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "23:59:00")]
    public TimeSpan WeeklyAt { get; set; } = TimeSpan.FromHours(9);

    /// <summary>The addresses of the team. Without any, reports are only archived.</summary>
    public string[] Recipients { get; set; } = [];

    /// <summary>The language of the reports that are mailed: ru or en.</summary>
    [AllowedValues("ru", "en")]
    public string Language { get; set; } = "ru";
}
