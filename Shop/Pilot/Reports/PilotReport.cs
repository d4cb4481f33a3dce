using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Shop.Charts;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Pilot.Reports;

[JsonConverter(typeof(EnumNameConverter<ReportKind>))]
public enum ReportKind
{
    Daily,
    Weekly
}

/// <summary>Whole days of Moscow time. A week begins on Monday.</summary>
public sealed record ReportPeriod(ReportKind Kind, DateOnly FirstDay, DateOnly LastDay)
{
    public DateTimeOffset From => Midnight(FirstDay);
    public DateTimeOffset To => Midnight(LastDay.AddDays(1));

    public static ReportPeriod Containing(ReportKind kind, DateOnly day)
    {
        if (kind == ReportKind.Daily)
            return new(kind, day, day);
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return new(kind, monday, monday.AddDays(6));
    }

    /// <summary>The newest period that has ended, and when its report is due.</summary>
    public static (ReportPeriod Period, DateTimeOffset Due) Last(
        ReportKind kind, DateTimeOffset now, ReportOptions options)
    {
        var today = DateOnly.FromDateTime(ChartTexts.InMoscow(now).DateTime);
        var last = Containing(kind, Containing(kind, today).FirstDay.AddDays(-1));
        return (last, last.To + (kind == ReportKind.Daily ? options.DailyAt : options.WeeklyAt));
    }

    static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(default), ChartTexts.InMoscow(default).Offset);
}

public sealed record ReportSummary(
    Guid Id,
    ReportKind Kind,
    DateOnly FirstDay,
    DateOnly LastDay,
    PilotState State,
    DateTimeOffset CreatedAt) : IRow<ReportSummary>
{
    internal static readonly Sql Columns = Sql.Of($"id, kind, first_day, last_day, state, created_at");

    public static ReportSummary Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Named<ReportKind>(),
        row.Get<DateOnly>(),
        row.Get<DateOnly>(),
        row.Named<PilotState>(),
        row.Get<DateTimeOffset>());
}

/// <summary>An archived report.</summary>
public sealed record PilotReport(
    Guid Id,
    ReportKind Kind,
    DateOnly FirstDay,
    DateOnly LastDay,
    PilotState State,
    DateTimeOffset CreatedAt,
    PilotFigures Figures) : IRow<PilotReport>
{
    internal static readonly Sql Columns = Sql.Of($"{ReportSummary.Columns}, figures");

    public static PilotReport Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Named<ReportKind>(),
        row.Get<DateOnly>(),
        row.Get<DateOnly>(),
        row.Named<PilotState>(),
        row.Get<DateTimeOffset>(),
        JsonSerializer.Deserialize(row.Get<string>(), ReportsJson.Default.PilotFigures)!);

    /// <summary>For the name of a file: pilot-weekly-2026-11-23</summary>
    [JsonIgnore]
    public string FileName => $"pilot-{Kind.Spelling()}-{FirstDay:yyyy-MM-dd}";
}

public sealed record ReportMade(Guid ReportId) : IMessage<ReportMade>
{
    public static string Topic => "pilot.report_made";
    public static JsonTypeInfo<ReportMade> Json => ReportsJson.Default.ReportMade;
}
