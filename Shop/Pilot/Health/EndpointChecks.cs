using System.Text.Json;

namespace Shop.Pilot.Health;

/// <summary>
/// The endpoints of docs/http-contract.md, a check for each part of it, with what a stranger is answered: data where
/// reading is public, 401 where a sign-in is needed, and 400 where the body lacks what is required.
/// </summary>
static class EndpointChecks
{
    const string Remedy =
        "Look at the API's log for these requests. If one is new or gone on purpose, change this list.";
    const string Nobody = "00000000-0000-7000-8000-000000000000";

    // What is limited per address answers 429 to a checker that runs often.
    static readonly int[] Refused = [400, 429];

    public static IReadOnlyList<Check> All { get; } =
    [
        Of("accounts API",
            Open("POST /api/auth/register"),
            Open("POST /user-api/register"),
            Open("POST /api/auth/login"),
            Open("POST /user-api/login"),
            Open("POST /api/auth/refresh"),
            Open("POST /api/auth/verify-email"),
            Open("POST /api/auth/forgot-password"),
            Open("POST /api/auth/reset-password"),
            SignIn("POST /api/auth/change-password"),
            SignIn("POST /api/auth/logout"),
            SignIn("POST /user-api/logout"),
            SignIn("GET /api/users/profile"),
            SignIn("PUT /api/users/profile"),
            SignIn("GET /api/users/export"),
            SignIn("POST /api/users/delete"),
            SignIn("GET /user-api/me"),
            SignIn($"GET /user-api/users/{Nobody}/profile"),
            SignIn("GET /user-api/users")),
        Of("catalog API",
            Public("GET /api/categories", "[id, name, slug, product_count]"),
            Public("GET /api/products?limit=2", "[id, name, price, sku, category, quantity, image_url]"),
            Public("GET /api/products/search?limit=2", "[id, name, price]"),
            Public("GET /api/products/{product}", "id, name, description, price, sku, category, quantity, attributes"),
            new($"GET /api/products/{Nobody}", [404]),
            SignIn("POST /api/products"),
            SignIn($"PUT /api/products/{Nobody}"),
            SignIn($"PATCH /api/products/{Nobody}"),
            SignIn($"DELETE /api/products/{Nobody}"),
            SignIn($"PUT /api/products/{Nobody}/inventory")),
        Of("cart API",
            Public("GET /api/cart", "items, total, currency"),
            Open("POST /api/cart/items"),
            SignIn($"GET /cart-api/cart/{Nobody}"),
            SignIn($"POST /cart-api/cart/{Nobody}/add"),
            SignIn($"PUT /cart-api/cart/{Nobody}/update"),
            SignIn($"DELETE /cart-api/cart/{Nobody}/remove"),
            SignIn($"POST /cart-api/cart/{Nobody}/checkout")),
        Of("orders API",
            SignIn("POST /api/orders"),
            SignIn("GET /api/orders"),
            SignIn($"GET /api/orders/{Nobody}"),
            SignIn($"POST /api/orders/{Nobody}/cancel"),
            SignIn($"POST /api/orders/{Nobody}/process"),
            SignIn($"GET /order-api/orders/{Nobody}"),
            SignIn($"GET /order-api/orders/user/{Nobody}"),
            SignIn("GET /order-api/orders"),
            SignIn($"GET /api/tasks/{Nobody}/status")),
        Of("payments API",
            SignIn("POST /api/payments/process"),
            SignIn("POST /api/payments/create"),
            SignIn("POST /api/payments/confirm"),
            SignIn("POST /api/payments/refund"),
            SignIn($"GET /api/payments/{Nobody}"),
            // Without the provider's signature. A shop has no webhook of a provider that it does not use.
            new("POST /api/payments/webhooks/stripe", [400, 401, 404]),
            new("POST /api/payments/webhooks/cloudpayments", [400, 401, 404])),
        Of("shipping API",
            Open("POST /api/shipping/calculate"),
            SignIn("POST /api/shipping/create"),
            SignIn($"GET /api/shipping/tracking/{Nobody}")),
        Of("staff API",
            SignIn("POST /api/inventory/sync"),
            SignIn("GET /api/inventory/status"),
            SignIn("POST /api/notifications/send"),
            SignIn($"GET /api/notifications/order/{Nobody}"),
            SignIn("GET /api/analytics/stats"),
            SignIn($"POST /api/staff/orders/{Nobody}/hand-over"),
            Open("POST /api/analytics/track")),
        Of("pilot API",
            SignIn("GET /api/pilot/health"),
            SignIn("GET /api/pilot/maintenance"),
            SignIn("POST /api/pilot/maintenance"),
            // Without the key of the DSN.
            new("POST /api/0/envelope/", [400, 403, 429]),
            new("POST /api/0/store/", [403, 429]),
            new("POST /api/0/security/", [403, 429]),
            Open("POST /api/feedback"),
            Open("POST /api/feedback/errors"),
            Open("POST /api/feedback/errors/public"),
            // Public or not: Pilot:PublicStatistics.
            new("GET /api/feedback/errors/statistics", [200, 401]),
            SignIn("GET /api/feedback"),
            SignIn("GET /api/feedback/errors"),
            SignIn("GET /api/feedback/errors/daily_report"),
            SignIn($"GET /api/feedback/errors/{Nobody}"),
            SignIn($"GET /api/feedback/errors/{Nobody}/similar"),
            SignIn($"PATCH /api/feedback/errors/{Nobody}"),
            SignIn($"DELETE /api/feedback/errors/{Nobody}"),
            SignIn($"POST /api/feedback/errors/{Nobody}/add_comment"),
            SignIn($"POST /api/feedback/errors/{Nobody}/assign"),
            SignIn($"POST /api/feedback/errors/{Nobody}/resolve"),
            SignIn($"POST /api/feedback/errors/{Nobody}/github"),
            SignIn("GET /api/reports"),
            SignIn($"GET /api/reports/{Nobody}"))
    ];

    /// <summary>
    /// The fields are those that the JSON must have: <c>id, name</c> in an object, <c>[id, name]</c> in each list item.
    /// </summary>
    sealed record Endpoint(string Route, int[] Expected, string? Fields = null);

    static Endpoint Public(string route, string fields) => new(route, [200], fields);

    static Endpoint SignIn(string route) => new(route, [401]);

    static Endpoint Open(string route) => new(route, Refused);

    static Check Of(string name, params Endpoint[] endpoints) => new(name, Remedy, async (probe, ct) =>
    {
        string? product = null;
        foreach (var endpoint in endpoints)
        {
            var (method, path) = endpoint.Route.Split(' ') is [var verb, var target] ? (verb, target) : default;
            if (path.Contains("{product}", StringComparison.Ordinal))
            {
                product ??= (await PageChecks.FirstProductAsync(probe, ct))?.Id;
                if (product is null)
                    continue;
                path = path.Replace("{product}", product, StringComparison.Ordinal);
            }
            var answer = await probe.SendAsync(method, path, method == "GET" ? null : "{}", endpoint.Expected, ct);
            if (endpoint.Fields is { } fields && answer.IsSuccess && probe.Json(answer) is { } json)
                MustHave(probe, answer, json, fields);
        }
    });

    static void MustHave(Probe probe, Answer answer, JsonElement json, string fields)
    {
        var isList = fields.StartsWith('[');
        if (json.ValueKind != (isList ? JsonValueKind.Array : JsonValueKind.Object))
        {
            probe.Fault($"{answer.Request} answered no {(isList ? "list" : "object")}.");
            return;
        }
        List<JsonElement> items = isList ? [.. json.EnumerateArray()] : [json];
        if (items.Count == 0)
            probe.Fault($"{answer.Request} answered an empty list.");
        var missing = fields.Trim('[', ']').Split(", ")
            .Where(field => !items.TrueForAll(
                item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(field, out _)))
            .ToList();
        if (missing.Count > 0)
            probe.Fault($"{answer.Request} lacks {string.Join(", ", missing)}.");
    }
}
