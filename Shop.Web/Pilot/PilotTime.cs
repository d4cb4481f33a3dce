using Shop.Pilot.Reports;

namespace Shop.Web.Pilot;

/// <summary>The time that a page shows: a period until now, or the exact time of a report.</summary>
readonly record struct PilotTime(DashboardPeriod Period, ExactTime? Exact)
{
    /// <summary>What the address does not say is the week.</summary>
    public static PilotTime Of(string? period, string? from, string? to) =>
        new(EnumNames.Find<DashboardPeriod>(period) ?? DashboardPeriod.Week, ExactTime.Parse(from, to));

    /// <summary>As the API names it.</summary>
    public (string Name, string? Value)[] Filter => Exact is { } exact
        ? [("from", ExactTime.Text(exact.From)), ("to", ExactTime.Text(exact.To))]
        : [("period", Period.Spelling())];

    /// <summary>For the address of a page, and of a route of the API.</summary>
    public string Query => Exact?.Query ?? $"period={Period.Spelling()}";

    /// <summary>Null for an exact time, which is none of the periods.</summary>
    public string? Chosen => Exact is null ? Period.Spelling() : null;
}
