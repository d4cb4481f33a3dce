using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Shop.Api.Http;

/// <summary>
/// The requested page of a list, as text, so that one answer names all invalid fields. It is a struct, because the
/// endpoint filter of <c>AddValidation</c> would visit a class in every request.
/// </summary>
readonly record struct Paging(
    HttpContext Http,
    [property: FromQuery(Name = "page"), Description("The number of the page, from 1.")] string? Page,
    [property: FromQuery(Name = "limit"), Description("The size of a page: 1 to 100, 20 if not given.")] string? Limit)
{
    const int MaxPage = 1_000_000;
    const int MaxLimit = 100;

    public async Task<Ok<List<T>>> AnswerAsync<T>(Func<int, int, Task<(long Total, List<T> Rows)>> list)
    {
        Dictionary<string, string[]>? wrong = null;
        var (page, limit) = (Number("page", Page, 1, MaxPage), Number("limit", Limit, 20, MaxLimit));
        if (wrong is not null)
            throw new ShopException(ErrorCode.Invalid, "The request is not valid.") { Fields = wrong };
        var (total, rows) = await list(page, limit);
        Http.Response.Headers["X-Total-Count"] = total.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Ok(rows);

        int Number(string name, string? text, int fallback, int max)
        {
            if (string.IsNullOrEmpty(text))
                return fallback;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number < 1 || number > max)
                (wrong ??= [])[name] = [$"must be a whole number from 1 to {max}"];
            return number;
        }
    }
}
