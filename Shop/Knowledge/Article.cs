using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Knowledge;

/// <summary>
/// What the shop answers to a question, in one language. The first paragraph of the Markdown is what is said on the
/// phone; how people ask is only searched.
/// </summary>
public sealed record Article(
    Guid Id,
    string Slug,
    string Language,
    string Title,
    string Questions,
    string Body,
    bool IsPublished,
    int Version,
    DateTimeOffset UpdatedAt) : IRow<Article>
{
    internal static readonly Sql Columns = Sql.Of(
        $"a.id, a.slug, a.language, a.title, a.questions, a.body, a.is_published, a.version, a.updated_at");

    public static Article Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<bool>(),
        row.Get<int>(),
        row.Get<DateTimeOffset>());
}

/// <summary>What is said in answer to a question, and its source.</summary>
public sealed record Answer(string Slug, string Title, string Text, double Rank);

/// <summary>A new article, or one with all its fields; the version is the one that was read.</summary>
public sealed record ArticleRequest(
    [property: Required, RegularExpression("^[a-z0-9-]{1,60}$", ErrorMessage = "must be 1 to 60 of a-z, 0-9 and -")]
    string? Slug,
    [property: Required, AllowedValues("uk", "ru", "en")] string? Language,
    [property: Required, StringLength(200)] string? Title,
    [property: StringLength(2000)] string? Questions,
    [property: Required, StringLength(40000)] string? Body,
    bool IsPublished = true,
    int? Version = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Article))]
[JsonSerializable(typeof(List<Article>))]
[JsonSerializable(typeof(ArticleRequest))]
[JsonSerializable(typeof(List<Answer>))]
public sealed partial class KnowledgeJson : JsonSerializerContext;
