using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Api.Http;

/// <summary>`?page=1&amp;limit=20` of a list.</summary>
sealed record Paging(int Page, int Limit)
{
    const int MaxPage = 1_000_000;
    const int MaxLimit = 100;

    /// <summary>The page that is asked for, and of how many.</summary>
    public static async Task<Ok<List<T>>> AnswerAsync<T>(HttpContext http, Func<int, int, Task<(long Total, List<T> Rows)>> list)
    {
        var (page, limit) = Read(http.Request.Query);
        var (total, rows) = await list(page, limit);
        Write(http, total);
        return TypedResults.Ok(rows);
    }

    public static Paging Read(IQueryCollection query)
    {
        var wrong = new Dictionary<string, string[]>();
        var paging = new Paging(Number(query, "page", 1, MaxPage, wrong), Number(query, "limit", 20, MaxLimit, wrong));
        return wrong.Count == 0 ? paging : throw new ShopException(ErrorCode.Invalid, "The request is not valid.") { Fields = wrong };
    }

    public static void Write(HttpContext http, long total) => http.Response.Headers["X-Total-Count"] = total.ToString(CultureInfo.InvariantCulture);

    static int Number(IQueryCollection query, string name, int fallback, int max, Dictionary<string, string[]> wrong)
    {
        if ((string?)query[name] is not { Length: > 0 } text)
            return fallback;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || number > max)
            wrong[name] = [$"must be a whole number from 1 to {max}"];
        return number;
    }
}
