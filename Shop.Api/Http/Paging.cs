using System.Globalization;

namespace Shop.Api.Http;

/// <summary>`?page=1&amp;limit=20` of the lists that have no other filters to check.</summary>
sealed record Paging(int Page, int Limit)
{
    const int MaxLimit = 100;

    public static Paging Read(IQueryCollection query) => new(Number(query, "page", 1, 1_000_000), Number(query, "limit", 20, MaxLimit));

    public static void Write(HttpContext http, long total) => http.Response.Headers["X-Total-Count"] = total.ToString(CultureInfo.InvariantCulture);

    static int Number(IQueryCollection query, string name, int fallback, int max) => (string?)query[name] is not { Length: > 0 } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max ? number
        : throw ShopException.Invalid(name, $"must be a whole number from 1 to {max}");
}
