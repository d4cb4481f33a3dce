using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Shop.Knowledge;

/// <summary>The Markdown of an article as HTML, and what of it is said on the phone.</summary>
public static class ArticleText
{
    // An article is written by staff and shown to staff, but a copied text may contain anything.
    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    static readonly string[] SafeSchemes = ["http", "https", "mailto", "tel"];

    /// <summary>HTML in the text is shown as text, and links other than to pages and mail are left out.</summary>
    public static string Html(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
        {
            // A picture would be fetched from elsewhere.
            link.IsImage = false;
            if (!IsSafe(link.Url))
                link.Url = "";
        }
        foreach (var link in document.Descendants<AutolinkInline>())
            if (!link.IsEmail && !IsSafe(link.Url))
                link.Url = "";
        return document.ToHtml(Pipeline);
    }

    /// <summary>The first paragraph, as plain text.</summary>
    public static string Spoken(string markdown)
    {
        var paragraph = Markdown.Parse(markdown, Pipeline).Descendants<ParagraphBlock>().FirstOrDefault();
        var text = new StringBuilder();
        foreach (var inline in paragraph?.Inline?.Descendants() ?? [])
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                LineBreakInline => " ",
                _ => ""
            });
        return text.ToString().Trim();
    }

    static bool IsSafe(string? url) =>
        string.IsNullOrEmpty(url) || url[0] is '/' or '#' && !url.StartsWith("//", StringComparison.Ordinal)
        || Uri.TryCreate(url, UriKind.Absolute, out var address) && SafeSchemes.Contains(address.Scheme);
}
