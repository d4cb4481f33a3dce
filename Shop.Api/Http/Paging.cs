using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Api.Http;

/// <summary>`?page=1&amp;limit=20` of a list.</summary>
sealed record Paging(int Page, int Limit)
{
    const int MaxLimit = 100;

    /// <summary>The page that is asked for, and of how many.</summary>
    public static async Task<Ok<List<T>>> AnswerAsync<T>(HttpContext http, Func<int, int, Task<(long Total, List<T> Rows)>> list)
    {
        var (page, limit) = Read(http.Request.Query);
        var (total, rows) = await list(page, limit);
        Write(http, total);
        return TypedResults.Ok(rows);
    }

    public static Paging Read(IQueryCollection query) => new(Number(query, "page", 1, 1_000_000), Number(query, "limit", 20, MaxLimit));

    public static void Write(HttpContext http, long total) => http.Response.Headers["X-Total-Count"] = total.ToString(CultureInfo.InvariantCulture);

    static int Number(IQueryCollection query, string name, int fallback, int max) => (string?)query[name] is not { Length: > 0 } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max ? number
        : throw ShopException.Invalid(name, $"must be a whole number from 1 to {max}");
}
