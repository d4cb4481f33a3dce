using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Http;
using Shop.Knowledge;

namespace Shop.Api.Knowledge;

/// <summary>The articles with which the telephone answers questions.</summary>
static class KnowledgeEndpoints
{
    public static void MapKnowledge(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/knowledge").WithTags("Knowledge").RequireRole(Role.Support);
        api.MapGet("/articles", List);
        api.MapGet("/articles/{id:guid}", Find);
        api.MapGet("/answers", Answers);
        var staff = routes.MapGroup("/api/knowledge/articles").WithTags("Knowledge").RequireRole(Role.Staff);
        staff.MapPost("", Add).ProducesProblem(409);
        staff.MapPut("/{id:guid}", Change).ProducesProblem(409);
        staff.MapDelete("/{id:guid}", Delete);
    }

    public static void AddKnowledge(this IServiceCollection services) => services.AddSingleton<ArticleStore>();

    static Task<Ok<List<Article>>> List(
        [AsParameters] Paging paging, ArticleStore articles, CancellationToken ct,
        [StringLength(200)] string? search = null,
        [AllowedValues(null, "", "uk", "ru", "en")] string? language = null) =>
        paging.AnswerAsync((page, limit) => articles.ListAsync(
            search, string.IsNullOrEmpty(language) ? null : language, page, limit, ct));

    static async Task<Results<Ok<Article>, NotFound>> Find(Guid id, ArticleStore articles, CancellationToken ct) =>
        await articles.FindAsync(id, ct) is { } article ? TypedResults.Ok(article) : TypedResults.NotFound();

    /// <summary>What the telephone would answer to a question, the best answer first.</summary>
    static async Task<Ok<List<Answer>>> Answers(
        ArticleStore articles, CancellationToken ct, [StringLength(500)] string question = "",
        [AllowedValues("uk", "ru", "en")] string language = "ru") =>
        TypedResults.Ok(await articles.AnswerAsync(question, language, 3, ct));

    /// <param name="request" example='{"slug":"balancing","language":"ru","title":"Балансировка",
    /// "questions":"зачем нужна балансировка","body":"Колёса балансируем при каждой установке шин.",
    /// "is_published":true}'>The article.</param>
    /// <response code="409">There is an article with this name in this language.</response>
    internal static async Task<Created<Article>> Add(
        ArticleRequest request, CurrentUser user, HttpContext http, ArticleStore articles, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        var article = await articles.AddAsync(id, request, user.Audit(http, "knowledge.added", $"{id}"), ct);
        return TypedResults.Created($"/api/knowledge/articles/{id}", article);
    }

    /// <param name="id">The article.</param>
    /// <param name="request" example='{"slug":"balancing","language":"ru","title":"Балансировка",
    /// "body":"Колёса балансируем всегда.","is_published":true,"version":1}'>All its fields.</param>
    /// <response code="409">Somebody has changed the article since, or another one has this name.</response>
    internal static async Task<Results<Ok<Article>, NotFound>> Change(
        Guid id, ArticleRequest request, CurrentUser user, HttpContext http, ArticleStore articles,
        CancellationToken ct) =>
        await articles.ChangeAsync(id, request, user.Audit(http, "knowledge.changed", $"{id}"), ct) is { } article
            ? TypedResults.Ok(article)
            : TypedResults.NotFound();

    static async Task<Results<NoContent, NotFound>> Delete(
        Guid id, CurrentUser user, HttpContext http, ArticleStore articles, CancellationToken ct) =>
        await articles.DeleteAsync(id, user.Audit(http, "knowledge.deleted", $"{id}"), ct)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
}
