using System.Text.RegularExpressions;

namespace Shop.Api.Http;

/// <summary>Query fields that handlers read by hand, so that every wrong one is named in one answer.</summary>
static partial class OpenApiQueries
{
    static readonly (string, string) Page = ("page", "from 1");
    static readonly (string, string) Limit = ("limit", "1 to 100, 20 if not given");
    static readonly (string, string) Status = ("status", "only orders in this status");

    static readonly (string, string)[] Products =
    [
        ("category", "slug or name"), ("search", "words of the name or the description, or a part of the sku"), ("min_price", "at least"), ("max_price", "at most"),
        ("in_stock", "true or false"), ("sort", "name, price, -price or newest"), Page, Limit
    ];

    static readonly Dictionary<string, (string, string)[]> ByRoute = new()
    {
        ["GET /api/products"] = Products,
        ["GET /api/products/search"] = Products,
        ["GET /api/orders"] = [Status, Page, Limit],
        ["GET /api/staff/orders"] = [Status, Page, Limit],
        ["GET /api/staff/payments"] = [Page, Limit],
        ["GET /api/staff/refunds"] = [Page, Limit],
        ["GET /api/staff/customers"] = [Page, Limit],
        ["GET /api/staff/products"] = [Page, Limit],
        ["GET /api/staff/tasks"] = [Page, Limit],
        ["GET /api/staff/audit"] = [Page, Limit],
        ["GET /user-api/users"] = [Page, Limit],
        ["GET /api/inventory/discrepancies"] = [Page, Limit],
        ["GET /api/messaging/dead-letters"] = [Page, Limit],
        ["GET /api/analytics/stats"] = [("from", "a date, 29 days before to if not given"), ("to", "a date, today if not given")],
        ["GET /order-api/orders"] = [Status, Page, Limit],
        ["GET /order-api/orders/user/{user_id}"] = [Status, Page, Limit]
    };

    public static (string Name, string Description)[] Of(string method, string path) => ByRoute.GetValueOrDefault($"{method} {Plain(path)}") ?? [];

    public static string Plain(string path) => Place().Replace(path, place => $"{{{System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(place.Groups[1].Value)}}}");

    [GeneratedRegex(@"\{(\w+)(?::\w+)?\}")]
    private static partial Regex Place();
}
