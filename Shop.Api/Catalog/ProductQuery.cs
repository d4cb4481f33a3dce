using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Shop.Catalog;

namespace Shop.Api.Catalog;

/// <summary>
/// The query string of a product list, as text, so that one answer names all invalid fields. The last value of a
/// repeated field counts.
/// </summary>
readonly record struct ProductQuery(
    [property: FromQuery(Name = "category"), Description("The slug or the name of a category.")] string[]? Category,
    [property: FromQuery(Name = "search"), Description("Words of the name or the description, or a part of the SKU.")]
    string[]? Search,
    [property: FromQuery(Name = "min_price"), Description("The lowest price.")] string[]? MinPrice,
    [property: FromQuery(Name = "max_price"), Description("The highest price.")] string[]? MaxPrice,
    [property: FromQuery(Name = "in_stock"), Description("true or false.")] string[]? InStock,
    [property: FromQuery(Name = "sort"), Description("name, price, -price or newest.")] string[]? Sort,
    [property: FromQuery(Name = "page"), Description("The number of the page, from 1.")] string[]? Page,
    [property: FromQuery(Name = "limit"), Description("The size of a page: 1 to 100, 20 if not given.")]
    string[]? Limit)
{
    public ProductSearch Read()
    {
        Dictionary<string, string[]>? errors = null;
        var search = new ProductSearch
        {
            Category = Text("category", Category),
            Search = Text("search", Search),
            MinPrice = Price("min_price", MinPrice),
            MaxPrice = Price("max_price", MaxPrice),
            InStock = Text("in_stock", InStock)?.ToLowerInvariant() switch
            {
                null => null,
                "true" or "1" => true,
                "false" or "0" => false,
                _ => Wrong<bool?>("in_stock", "must be true or false")
            },
            Order = Text("sort", Sort) switch
            {
                null or "newest" => ProductOrder.Newest,
                "name" => ProductOrder.Name,
                "price" => ProductOrder.Price,
                "-price" => ProductOrder.PriceDescending,
                _ => Wrong<ProductOrder>("sort", "must be one of name, price, -price, newest")
            },
            Page = Number("page", Page, 1, int.MaxValue),
            Limit = Number("limit", Limit, 20, ProductSearch.MaxLimit)
        };
        if (search.MinPrice > search.MaxPrice)
            Wrong<decimal>("max_price", "must not be less than min_price");
        return errors is null
            ? search
            : throw new ShopException(ErrorCode.Invalid, "The query is not valid.") { Fields = errors };

        string? Text(string name, string[]? values)
        {
            if (values is null or [] or [""])
                return null;
            var value = values[^1].Trim();
            // PostgreSQL text cannot hold U+0000.
            if (value.Length > 200 || value.Contains('\0'))
                return Wrong<string?>(name, "must be text of at most 200 characters");
            return value;
        }

        int Number(string name, string[]? values, int fallback, int max)
        {
            if (Text(name, values) is not { } text)
                return fallback;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= 1 && number <= max
                ? number
                : Wrong<int>(name, $"must be a whole number from 1 to {max}");
        }

        decimal? Price(string name, string[]? values)
        {
            if (Text(name, values) is not { } text)
                return null;
            return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price)
                && price < 10_000_000_000m
                ? price
                : Wrong<decimal?>(name, "must be an amount such as 1990 or 1990.50");
        }

        T? Wrong<T>(string name, string problem)
        {
            (errors ??= [])[name] = [problem];
            return default;
        }
    }

    public static void WritePaging(HttpContext http, ProductSearch search, ProductList list)
    {
        http.Response.Headers["X-Total-Count"] = list.Total.ToString(CultureInfo.InvariantCulture);
        // An exact count would cost more than the page. The total is a lower bound, and later pages are still served.
        if (!list.IsExact)
            http.Response.Headers["X-Total-Count-Exact"] = "false";
        var last = (int)Math.Clamp((list.Total + search.Limit - 1) / search.Limit, 1, int.MaxValue);
        var links = new List<string>(4) { Link(1, "first"), Link(last, "last") };
        if (search.Page > 1)
            links.Add(Link(list.IsExact ? Math.Min(search.Page - 1, last) : search.Page - 1, "prev"));
        if (search.Page < last || (!list.IsExact && list.Products.Count == search.Limit))
            links.Add(Link(search.Page + 1, "next"));
        http.Response.Headers.Link = string.Join(", ", links);

        string Link(int page, string relation)
        {
            var others = http.Request.Query.Where(field => field.Key != "page");
            var query = QueryString.Create(others).Add("page", page.ToString(CultureInfo.InvariantCulture));
            return $"<{http.Request.Path}{query}>; rel=\"{relation}\"";
        }
    }
}
