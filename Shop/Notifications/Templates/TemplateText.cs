using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Shop.Notifications.Templates;

/// <summary>
/// The text of a notification in one language. <c>{number}</c> is required. <c>{, |name}</c> is omitted together with
/// its prefix when there is no name. The HTML is generated from the same text: an empty line ends a paragraph, and
/// <c>{link}</c> becomes a link.
/// </summary>
public sealed partial record TemplateText(string Subject, string Body, string? Sms = null)
{
    public string SubjectOf(IReadOnlyDictionary<string, string> values) =>
        LineBreak().Replace(Fill(Subject, values), " ");

    public string TextOf(IReadOnlyDictionary<string, string> values) => Fill(Body, values) + "\n";

    public string SmsOf(IReadOnlyDictionary<string, string> values)
    {
        var sms = Sms ?? throw new InvalidOperationException($"«{Subject}» has no text message.");
        return Fill(sms, values);
    }

    public string HtmlOf(IReadOnlyDictionary<string, string> values, string language)
    {
        var escaped = values.ToDictionary(
            value => value.Key,
            value => WebUtility.HtmlEncode(value.Value),
            StringComparer.Ordinal);
        if (escaped.TryGetValue("link", out var link))
            escaped["link"] = $"<a href=\"{link}\">{link}</a>";
        var body = new StringBuilder();
        foreach (var paragraph in WebUtility.HtmlEncode(Body).Split("\n\n"))
        {
            var html = Fill(paragraph, escaped).Replace("\n", "<br>\n", StringComparison.Ordinal);
            body.Append("<p>").Append(html).Append("</p>\n");
        }
        return $"""
            <!doctype html>
            <html lang="{language}">
            <head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(SubjectOf(values))}</title></head>
            <body style="font: 16px/1.5 sans-serif; max-width: 36em; margin: 2em auto; padding: 0 1em">
            {body}</body>
            </html>
            """;
    }

    /// <summary>All placeholders, and whether each is optional.</summary>
    public IEnumerable<(string Name, bool IsOptional)> Placeholders =>
        Placeholder()
            .Matches($"{Subject}{Body}{Sms}")
            .Select(match => (match.Groups["name"].Value, match.Groups["before"].Success));

    static string Fill(string text, IReadOnlyDictionary<string, string> values) => Placeholder().Replace(text, match =>
    {
        var value = values.GetValueOrDefault(match.Groups["name"].Value);
        if (match.Groups["before"] is { Success: true } before)
            return string.IsNullOrEmpty(value) ? "" : before.Value + value;
        return value
            ?? throw new InvalidOperationException($"The notification «{text}» has no value for {match.Value}.");
    });

    [GeneratedRegex(@"\{(?:(?<before>[^{}|]*)\|)?(?<name>[a-z]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\s*[\r\n]+\s*")]
    private static partial Regex LineBreak();
}
