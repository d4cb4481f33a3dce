using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Shop.Pilot.Reports;

namespace Shop.Api.Http;

/// <summary>The time of a list, as text, so that one answer names all invalid fields.</summary>
readonly record struct TimeRange(
    [property: FromQuery(Name = "from"), Description("Only what happened then or later: 2026-08-31T12:00Z.")]
    string? From,
    [property: FromQuery(Name = "to"), Description("Only what happened before this time.")] string? To)
{
    public const string Moment = "must be a time, such as 2026-08-31T12:00Z";

    /// <summary>Each of them may be missing.</summary>
    public (DateTimeOffset? From, DateTimeOffset? To) Read()
    {
        var (from, to) = (ExactTime.Moment(From), ExactTime.Moment(To));
        Dictionary<string, string[]>? wrong = null;
        if (from is null && !string.IsNullOrEmpty(From))
            (wrong ??= [])["from"] = [Moment];
        if (to is null && !string.IsNullOrEmpty(To))
            (wrong ??= [])["to"] = [Moment];
        return wrong is null
            ? (from, to)
            : throw new ShopException(ErrorCode.Invalid, "The query is not valid.") { Fields = wrong };
    }

    /// <summary>Null if both are missing.</summary>
    public ExactTime? ReadExact()
    {
        if (string.IsNullOrEmpty(From) && string.IsNullOrEmpty(To))
            return null;
        Read();
        return ExactTime.Parse(From, To)
            ?? throw ShopException.Invalid("to", "must be later than from, by 31 days at most");
    }
}
