using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Shop.Tests.Web;

/// <summary>The page in front of a visitor: its final address and its text.</summary>
sealed partial record Page(HttpStatusCode Status, string Path, string Html, HttpResponseHeaders Headers)
{
    /// <summary>The page with its HTML entities decoded.</summary>
    public string Text => WebUtility.HtmlDecode(Html);

    public bool Has(string text) => Text.Contains(text, StringComparison.Ordinal);

    /// <summary>The text of the notice without its link.</summary>
    public string Notice => Markup().Replace(NoticeText().Match(Text).Groups[1].Value, " ").Trim();

    /// <summary>
    /// The first form that contains this text, filled in as rendered. If its buttons are outside the form, it is sent
    /// with the first of them.
    /// </summary>
    public (string Action, Dictionary<string, string> Fields) Form(string with)
    {
        var form = FormText()
            .Matches(Html)
            .Select(match => match.Value)
            .FirstOrDefault(text => text.Contains(with, StringComparison.Ordinal));
        Assert.True(form is not null, $"{Path} ({Status}) has no form with {with}:\n{Html}");
        var fields = Input()
            .Matches(form)
            .Select(input => input.Value)
            .Where(input => !IsUnchecked(input) && Attribute(input, "name") is not null)
            .ToDictionary(input => Attribute(input, "name")!, input => Attribute(input, "value") ?? "");
        var tag = form[..form.IndexOf('>', StringComparison.Ordinal)];
        if (Attribute(tag, "id") is { } id && ButtonOf(id) is { } button)
            fields.Add(Attribute(button, "name")!, Attribute(button, "value")!);
        return (Attribute(tag, "action") ?? Path, fields);
    }

    string? ButtonOf(string form) => Button()
        .Matches(Html)
        .Select(match => match.Value)
        .FirstOrDefault(text => Attribute(text, "form") == form);

    static bool IsUnchecked(string input) =>
        Attribute(input, "type") is "radio" or "checkbox" && !input.Contains(" checked", StringComparison.Ordinal);

    static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"") is { Success: true } found
            ? WebUtility.HtmlDecode(found.Groups[1].Value)
            : null;

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex FormText();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Input();

    [GeneratedRegex("<button[^>]*>")]
    private static partial Regex Button();

    [GeneratedRegex("<div id=\"notice\"[^>]*>(.*?)</div>", RegexOptions.Singleline)]
    private static partial Regex NoticeText();

    [GeneratedRegex("<a .*</a>|<[^>]*>|\\s+", RegexOptions.Singleline)]
    private static partial Regex Markup();
}
