using Shop.Pilot;

namespace Shop.Web.Pilot;

/// <summary>The fields of a report that the user fills in. The rest comes from the request.</summary>
sealed class ReportForm
{
    public string? Title { get; set; }
    public string? Actual { get; set; }
    public string? Expected { get; set; }
    public string? Steps { get; set; }
    public string? Module { get; set; }
    public string? Category { get; set; }
    public string? Severity { get; set; }
    public string? Email { get; set; }
    public string? Reference { get; set; }

    /// <summary>A field that people do not see.</summary>
    public string? Website { get; set; }

    public bool IsFromProgram => !string.IsNullOrEmpty(Website);

    public ErrorReportRequest ToRequest(string page, Browser browser) => new(
        Title,
        // The API asks for a description from all its clients. What the visitor saw is one.
        Actual,
        Filled(Steps),
        Filled(Expected),
        Filled(Actual),
        Filled(Category),
        Filled(Severity),
        Filled(Module),
        page,
        browser.UserAgent,
        browser.Name,
        browser.System,
        Filled(Email),
        Filled(Reference)?.ToLowerInvariant());

    static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
