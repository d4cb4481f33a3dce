using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Extensions;
using Shop.Web.Http;

namespace Shop.Web.Staff;

/// <summary>One page of a list, its number, and the total count.</summary>
sealed record PagedList<T>(List<T> Rows, int Total, int Number)
{
    public static readonly PagedList<T> None = new([], 0, 1);

    public int Last => Math.Max(1, (Total + Lists.PageSize - 1) / Lists.PageSize);
}

static class Lists
{
    public const int PageSize = 25;

    /// <summary>An invalid page number or filter in the URL gives an empty list, not an error page.</summary>
    public static async Task<PagedList<T>> ListAsync<T>(
        this ShopApiClient api,
        string path,
        JsonTypeInfo<List<T>> type,
        string? page,
        CancellationToken ct,
        params (string Name, string? Value)[] filter)
    {
        var number = NumberOf(page);
        var query = new QueryBuilder { { "limit", Text(PageSize) }, { "page", Text(number) } };
        foreach (var (name, value) in filter)
            if (!string.IsNullOrWhiteSpace(value))
                query.Add(name, value);
        try
        {
            return await api.GetCountedAsync($"{path}{query}", type, ct) is { } found
                ? new(found.Value, found.Total, number)
                : PagedList<T>.None;
        }
        catch (ShopException e) when (e.Code == ErrorCode.Invalid)
        {
            return PagedList<T>.None;
        }
    }

    static int NumberOf(string? page) =>
        int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is > 0 and <= 1_000_000
            ? number
            : 1;

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
