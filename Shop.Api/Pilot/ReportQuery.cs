using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Shop.Api.Http;
using Shop.Pilot.Errors;
using Shop.Pilot.Reports;

namespace Shop.Api.Pilot;

/// <summary>The filter of a list of reports, as text, so that one answer names all invalid fields.</summary>
readonly record struct ReportQuery(
    [property: FromQuery(Name = "status"), Description("Only reports in this status, or unresolved.")]
    string? Status,
    [property: FromQuery(Name = "severity"), Description("Only reports of this severity.")]
    string? Severity,
    [property: FromQuery(Name = "category"), Description("Only reports of this category.")]
    string? Category,
    [property: FromQuery(Name = "module"), Description("Only reports of this module, or none.")]
    string? Module,
    [property: FromQuery(Name = "source"), Description("Only reports of a person, host, browser or sdk.")]
    string? Source,
    [property: FromQuery(Name = "assigned_to"), Description("Only reports of this account: its id, me, or none.")]
    string? AssignedTo,
    [property: FromQuery(Name = "search"), Description("Words of the title or the description, an id or a trace id.")]
    string? Search,
    [property: FromQuery(Name = "days"), Description("Only reports of the last days, today included.")]
    string? Days,
    [property: FromQuery(Name = "from"), Description("Only reports that were new then or later: 2026-08-31T12:00Z.")]
    string? From,
    [property: FromQuery(Name = "to"), Description("Only reports that were new before this time.")]
    string? To,
    [property: FromQuery(Name = "resolved_from"), Description("Only reports that were resolved then or later.")]
    string? ResolvedFrom,
    [property: FromQuery(Name = "resolved_to"), Description("Only reports that were resolved before this time.")]
    string? ResolvedTo,
    [property: FromQuery(Name = "sort"), Description("What comes first: last_seen (if not given), count or severity.")]
    string? Sort)
{
    public const int MaxDays = 3650;

    public ReportFilter Read(CurrentUser user)
    {
        Dictionary<string, string[]>? wrong = null;
        var isUnassigned = AssignedTo == ErrorReport.None;
        var filter = new ReportFilter(
            Status == ReportFilter.Unresolved ? Status : Named<ErrorStatus>("status", Status)?.Spelling(),
            Named<ErrorSeverity>("severity", Severity),
            Named<ErrorCategory>("category", Category),
            Named<ErrorSource>("source", Source),
            Text("module", Module),
            isUnassigned ? null : Account(AssignedTo),
            isUnassigned,
            Text("search", Search),
            string.IsNullOrEmpty(Days) ? null : Number(Days),
            Moment("from", From),
            Moment("to", To),
            Moment("resolved_from", ResolvedFrom),
            Moment("resolved_to", ResolvedTo),
            Named<ReportOrder>("sort", Sort) ?? ReportOrder.LastSeen);
        return wrong is null
            ? filter
            : throw new ShopException(ErrorCode.Invalid, "The query is not valid.") { Fields = wrong };

        T? Named<T>(string name, string? value) where T : struct, Enum
        {
            if (string.IsNullOrEmpty(value))
                return null;
            if (EnumNames.Find<T>(value.ToLowerInvariant()) is { } member)
                return member;
            (wrong ??= [])[name] = [$"must be one of {string.Join(", ", EnumNames.All<T>())}"];
            return null;
        }

        string? Text(string name, string? value)
        {
            if (string.IsNullOrWhiteSpace(value))
                return null;
            // PostgreSQL text cannot hold U+0000.
            if (value.Length > 200 || value.Contains('\0'))
                (wrong ??= [])[name] = ["must be text of at most 200 characters"];
            return value;
        }

        Guid? Account(string? value)
        {
            if (string.IsNullOrEmpty(value))
                return null;
            if (value == ErrorEndpoints.Me)
                return user.Id;
            if (Guid.TryParse(value, out var id))
                return id;
            (wrong ??= [])["assigned_to"] = ["must be the id of an account, me, or none"];
            return null;
        }

        DateTimeOffset? Moment(string name, string? value)
        {
            if (string.IsNullOrEmpty(value))
                return null;
            if (ExactTime.Moment(value) is { } at)
                return at;
            (wrong ??= [])[name] = [TimeRange.Moment];
            return null;
        }

        int Number(string value)
        {
            if (TryReadDays(value, out var days))
                return days;
            (wrong ??= [])["days"] = [$"must be a whole number from 1 to {MaxDays}"];
            return 0;
        }
    }

    public static bool TryReadDays(string text, out int days) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out days) && days is >= 1 and <= MaxDays;
}
