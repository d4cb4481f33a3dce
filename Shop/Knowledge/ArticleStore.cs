using Npgsql;
using Shop.Audit;
using Shop.Database;

namespace Shop.Knowledge;

public sealed class ArticleStore(NpgsqlDataSource database)
{
    /// <summary>A hit below this rank shares no more than a chance word with the question.</summary>
    const double LeastRank = 0.2;

    /// <summary>The articles that answer a question best, or none.</summary>
    public async Task<List<Answer>> AnswerAsync(string question, string language, int limit, CancellationToken ct)
    {
        if (Questions.QueryOf(question, language) is not { } query)
            return [];
        var configuration = Questions.ConfigurationOf(language);
        var found = await database.QueryAsync<Ranked>(
            $"""
            select {Article.Columns}, ts_rank(a.words, q, 0)::float8
            from knowledge.articles a, to_tsquery({configuration}::regconfig, {query}) q
            where a.language = {language} and a.is_published and a.words @@ q
            order by ts_rank(a.words, q, 0) desc, a.slug limit {limit}
            """, ct);
        return
        [
            .. from hit in found
               where hit.Rank >= LeastRank
               select new Answer(hit.Article.Slug, hit.Article.Title, ArticleText.Spoken(hit.Article.Body), hit.Rank)
        ];
    }

    public Task<(long Total, List<Article> Articles)> ListAsync(
        string? search, string? language, int page, int limit, CancellationToken ct)
    {
        var where = Sql.Of($"true");
        if (language is not null)
            where.AppendFormatted(Sql.Of($" and a.language = {language}"));
        if (search?.Trim() is { Length: > 0 } text)
        {
            var pattern = $"%{text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
            where.AppendFormatted(Sql.Of(
                $" and (a.title ilike {pattern} or a.body ilike {pattern} or a.slug ilike {pattern})"));
        }
        return database.QueryPageAsync<Article>(
            $"select count(*) from knowledge.articles a where {where}",
            $"""
            select {Article.Columns} from knowledge.articles a
            where {where} order by a.slug, a.language limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
    }

    public Task<Article?> FindAsync(Guid id, CancellationToken ct) => database.QuerySingleAsync<Article>(
        $"select {Article.Columns} from knowledge.articles a where a.id = {id}", ct);

    public async Task<Article> AddAsync(Guid id, ArticleRequest article, NewAuditEntry act, CancellationToken ct)
    {
        try
        {
            return (await database.QuerySingleAsync<Article>(
                $"""
                with a as (
                    insert into knowledge.articles (id, slug, language, title, questions, body, is_published)
                    values ({id}, {article.Slug}, {article.Language}, {article.Title}, {article.Questions ?? ""},
                        {article.Body}, {article.IsPublished})
                    returning *)
                {NewAuditEntry.With(act, Sql.Of($"a"))}
                select {Article.Columns} from a
                """, ct))!;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw Taken(article);
        }
    }

    /// <summary>Null when there is no such article. An edit of an old version is refused.</summary>
    public async Task<Article?> ChangeAsync(
        Guid id, ArticleRequest article, NewAuditEntry act, CancellationToken ct)
    {
        try
        {
            var changed = await database.QuerySingleAsync<Article>(
                $"""
                with a as (
                    update knowledge.articles
                    set slug = {article.Slug}, language = {article.Language}, title = {article.Title},
                        questions = {article.Questions ?? ""}, body = {article.Body}, is_published = {article.IsPublished},
                        version = version + 1, updated_at = now()
                    where id = {id} and version = coalesce({article.Version}, version)
                    returning *)
                {NewAuditEntry.With(act, Sql.Of($"a"))}
                select {Article.Columns} from a
                """, ct);
            if (changed is null && await FindAsync(id, ct) is not null)
                throw new ShopException(ErrorCode.Conflict, "Somebody else has changed this article; reload it.");
            return changed;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw Taken(article);
        }
    }

    public async Task<bool> DeleteAsync(Guid id, NewAuditEntry act, CancellationToken ct) =>
        await database.ScalarAsync<long>(
            $"""
            with deleted as (delete from knowledge.articles where id = {id} returning id)
            {NewAuditEntry.With(act, Sql.Of($"deleted"))}
            select count(*) from deleted
            """, ct) == 1;

    static ShopException Taken(ArticleRequest article) =>
        new(ErrorCode.Conflict, $"There is an article {article.Slug} in this language already.");

    sealed record Ranked(Article Article, double Rank) : IRow<Ranked>
    {
        public static Ranked Read(RowReader row) => new(Article.Read(row), row.Get<double>());
    }
}
