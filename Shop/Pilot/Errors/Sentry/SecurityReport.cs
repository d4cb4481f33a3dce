using System.Text.Json;

namespace Shop.Pilot.Errors.Sentry;

/// <summary>
/// What browsers report when a page's content security policy refuses something, in either format:
/// <code>
/// report-uri   {"csp-report":{"document-uri":"…","effective-directive":"script-src","blocked-uri":"inline"}}
/// report-to    [{"type":"csp-violation","body":{"effectiveDirective":"script-src","blockedURL":"inline"}}]
/// </code>
/// </summary>
public static class SecurityReport
{
    const int MaxReports = 50;

    // What an extension of the visitor's browser does is no error of the page.
    static readonly string[] Extensions = ["chrome-extension", "moz-extension", "safari-", "webkit-masked-url"];

    public static List<Incident> Read(
        ReadOnlyMemory<byte> body, string? release, string? environment, DateTimeOffset now)
    {
        using var document = Parse(body);
        var root = document.RootElement;
        var old = SentryEvent.Property(root, "csp-report");
        var reports = root.ValueKind switch
        {
            JsonValueKind.Array => root.EnumerateArray().Where(IsViolation).Take(MaxReports).Select(OfReportTo),
            JsonValueKind.Object when old.ValueKind == JsonValueKind.Object => Enumerable.Repeat(OfReportUri(old), 1),
            JsonValueKind.Object when IsViolation(root) => Enumerable.Repeat(OfReportTo(root), 1),
            _ => throw new ShopException(ErrorCode.Invalid, "The body is not a report of a content security policy.")
        };
        return
        [
            .. from report in reports.OfType<Incident>()
               where !IsOfExtension(report.Violation!.Blocked)
               select report with { At = now, Release = release, Environment = environment }
        ];
    }

    static bool IsOfExtension(string? blocked) =>
        blocked is not null && Extensions.Any(name => blocked.StartsWith(name, StringComparison.Ordinal));

    static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            throw new ShopException(ErrorCode.Invalid, "The body is not JSON.");
        }
    }

    static bool IsViolation(JsonElement report) =>
        EventTexts.Raw(SentryEvent.Property(report, "type")) == "csp-violation";

    static Incident? OfReportUri(JsonElement report) => Of(
        report,
        "document-uri",
        "blocked-uri",
        EventTexts.Raw(SentryEvent.Property(report, "effective-directive"))
            ?? EventTexts.Raw(SentryEvent.Property(report, "violated-directive")));

    static Incident? OfReportTo(JsonElement report)
    {
        var body = SentryEvent.Property(report, "body");
        return Of(body, "documentURL", "blockedURL", EventTexts.Raw(SentryEvent.Property(body, "effectiveDirective")));
    }

    static Incident? Of(JsonElement report, string page, string blocked, string? directive)
    {
        var texts = new EventTexts();
        if (texts.Take(directive?.Split(' ')[0], 100) is not { } name)
            return null;
        var what = texts.Url(EventTexts.Raw(SentryEvent.Property(report, blocked))?.Split('?', '#')[0], 500);
        return new()
        {
            Id = Guid.CreateVersion7(),
            At = default,
            Source = ErrorSource.Browser,
            Level = "warning",
            Platform = "javascript",
            Logger = "csp",
            Message = $"{name} blocked {what ?? "something"}",
            Violation = new(name, what),
            Url = texts.Url(EventTexts.Raw(SentryEvent.Property(report, page)), 1000),
            Contexts = texts.Flatten(report, 20, 300, "csp")
        };
    }
}
