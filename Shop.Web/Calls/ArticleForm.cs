using Shop.Knowledge;

namespace Shop.Web.Calls;

/// <summary>The form that adds or edits an article.</summary>
public sealed class ArticleForm
{
    public string? Slug { get; set; }
    public string? Language { get; set; }
    public string? Title { get; set; }
    // Browsers send \r\n.
    public string? Questions { get; set => field = value?.ReplaceLineEndings("\n"); }
    public string? Body { get; set => field = value?.ReplaceLineEndings("\n"); }
    public string? Published { get; set; }
    public int? Version { get; set; }

    /// <summary>The button that was pressed. The preview saves nothing.</summary>
    public string? Act { get; set; }

    internal bool IsPreview => Act == "preview";

    internal static ArticleForm Of(Article article) => new()
    {
        Slug = article.Slug,
        Language = article.Language,
        Title = article.Title,
        Questions = article.Questions,
        Body = article.Body,
        Published = article.IsPublished ? "yes" : "no",
        Version = article.Version
    };

    internal ArticleRequest ToRequest() =>
        new(Slug?.Trim(), Language, Title?.Trim(), Questions?.Trim(), Body, Published != "no", Version);
}
