using Shop.Pilot;

namespace Shop.Web.Pilot;

/// <summary>The fields of a report that the user fills in. The rest comes from the request.</summary>
sealed class ReportForm
{
    public string? Title { get; set; }
    public string? Description { get; set; }
    public string? Steps { get; set; }
    public string? Expected { get; set; }
    public string? Category { get; set; }
    public string? Severity { get; set; }
    public string? Email { get; set; }
    public string? Reference { get; set; }

    public ErrorReportRequest ToRequest(string page, Browser browser) => new(
        Title,
        Description,
        Filled(Steps),
        Filled(Expected),
        null,
        Filled(Category),
        Filled(Severity),
        null,
        page,
        browser.UserAgent,
        browser.Name,
        browser.System,
        Filled(Email),
        Filled(Reference)?.ToLowerInvariant());

    static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
