using System.Net;
using System.Net.Http.Json;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Http;

/// <summary>Calls every documented route as every kind of caller, and compares the result with one table.</summary>
[Trait("suite", "contract")]
public class AccessTests(ShopFixture shop)
{
    enum Caller { Nobody, Stranger, Owner, Support, Staff, Admin }

    /// <summary>
    /// The minimum role. Key admits nobody without the key of the DSN. Owner admits the owner, support and above.
    /// OwnerOrAdmin excludes support and staff.
    /// </summary>
    enum Needs { Nothing, Key, SignIn, Owner, OwnerOrStaff, OwnerOrAdmin, Support, Staff, Admin }

    static readonly Dictionary<string, Needs> Table = new()
    {
        ["GET /"] = Needs.Nothing,
        ["GET /health"] = Needs.Nothing,
        ["GET /api/health"] = Needs.Nothing,
        ["GET /alive"] = Needs.Nothing,
        ["GET /ready"] = Needs.Nothing,
        ["GET /health/freshness"] = Needs.Nothing,
        ["GET /api/health/freshness"] = Needs.Nothing,
        ["GET /api/tickets/overview"] = Needs.Support,
        ["GET /api/tickets/sales"] = Needs.Support,
        ["GET /api/tickets/refunds"] = Needs.Support,
        ["GET /api/tickets/plans"] = Needs.Support,
        ["GET /api/tickets/advertising"] = Needs.Support,
        ["GET /api/tickets/freshness"] = Needs.Support,
        ["GET /api/tickets/runs"] = Needs.Support,
        ["POST /api/tickets/runs"] = Needs.Staff,
        ["PUT /api/tickets/plans"] = Needs.Staff,
        ["POST /api/tickets/plans/import"] = Needs.Staff,
        ["PUT /api/tickets/advertising"] = Needs.Staff,
        ["POST /api/tickets/advertising/import"] = Needs.Staff,
        ["POST /api/auth/register"] = Needs.Nothing,
        ["POST /user-api/register"] = Needs.Nothing,
        ["POST /api/auth/login"] = Needs.Nothing,
        ["POST /user-api/login"] = Needs.Nothing,
        ["POST /api/auth/refresh"] = Needs.Nothing,
        ["POST /api/auth/verify-email"] = Needs.Nothing,
        ["POST /api/auth/forgot-password"] = Needs.Nothing,
        ["POST /api/auth/reset-password"] = Needs.Nothing,
        ["POST /api/auth/change-password"] = Needs.SignIn,
        ["GET /api/users/profile"] = Needs.SignIn,
        ["PUT /api/users/profile"] = Needs.SignIn,
        ["GET /api/users/export"] = Needs.SignIn,
        ["POST /api/users/delete"] = Needs.SignIn,
        ["GET /user-api/me"] = Needs.SignIn,
        ["GET /user-api/users/{user}/profile"] = Needs.OwnerOrAdmin,
        ["GET /user-api/users"] = Needs.Admin,
        ["PUT /api/users/{nobody}/role"] = Needs.Admin,
        ["GET /api/categories"] = Needs.Nothing,
        ["GET /api/products"] = Needs.Nothing,
        ["GET /api/products/search"] = Needs.Nothing,
        ["GET /api/products/{product}"] = Needs.Nothing,
        ["POST /api/products/{product}/watch"] = Needs.Nothing,
        ["POST /api/products"] = Needs.Staff,
        ["PUT /api/products/{nobody}"] = Needs.Staff,
        ["PATCH /api/products/{nobody}"] = Needs.Staff,
        ["DELETE /api/products/{nobody}"] = Needs.Staff,
        ["PUT /api/products/{nobody}/inventory"] = Needs.Staff,
        ["GET /api/cart"] = Needs.Nothing,
        ["DELETE /api/cart"] = Needs.Nothing,
        ["POST /api/cart/items"] = Needs.Nothing,
        ["PUT /api/cart/items/{nobody}"] = Needs.Nothing,
        ["DELETE /api/cart/items/{nobody}"] = Needs.Nothing,
        ["GET /cart-api/cart/{user}"] = Needs.OwnerOrAdmin,
        ["POST /cart-api/cart/{user}/add"] = Needs.OwnerOrAdmin,
        ["PUT /cart-api/cart/{user}/update"] = Needs.OwnerOrAdmin,
        ["DELETE /cart-api/cart/{user}/remove"] = Needs.OwnerOrAdmin,
        ["POST /cart-api/cart/{user}/checkout"] = Needs.OwnerOrAdmin,
        ["POST /api/orders"] = Needs.SignIn,
        ["GET /api/orders"] = Needs.SignIn,
        ["GET /api/orders/{order}"] = Needs.Owner,
        ["POST /api/orders/{order}/process"] = Needs.Owner,
        ["GET /order-api/orders/{order}"] = Needs.Owner,
        ["GET /order-api/orders/user/{user}"] = Needs.Owner,
        ["GET /order-api/orders"] = Needs.Admin,
        ["POST /api/payments/process"] = Needs.SignIn,
        ["POST /api/payments/create"] = Needs.SignIn,
        ["POST /api/payments/confirm"] = Needs.SignIn,
        ["POST /api/payments/refund"] = Needs.SignIn,
        ["GET /api/payments/{payment}"] = Needs.Owner,
        ["GET /api/payments/providers"] = Needs.SignIn,
        ["POST /api/payments/webhooks/yookassa"] = Needs.Nothing,
        ["POST /api/payments/webhooks/stripe"] = Needs.Nothing,
        ["POST /api/payments/webhooks/cloudpayments"] = Needs.Nothing,
        ["POST /api/shipping/calculate"] = Needs.Nothing,
        ["POST /api/shipping/create"] = Needs.SignIn,
        ["GET /api/shipping/tracking/{shipment}"] = Needs.Owner,
        ["POST /api/shipping/webhooks/cdek"] = Needs.Nothing,
        ["POST /api/tickets/webhooks/qtickets"] = Needs.Nothing,
        ["POST /api/inventory/sync"] = Needs.Staff,
        ["GET /api/inventory/status"] = Needs.Staff,
        ["GET /api/inventory/discrepancies"] = Needs.Staff,
        ["POST /api/notifications/send"] = Needs.Support,
        ["GET /api/notifications/order/{order}"] = Needs.Owner,
        ["POST /api/analytics/track"] = Needs.Nothing,
        ["GET /api/analytics/stats"] = Needs.Staff,
        ["POST /api/{project}/envelope/"] = Needs.Key,
        ["POST /api/{project}/store/"] = Needs.Key,
        ["POST /api/{project}/security/"] = Needs.Key,
        ["GET /api/pilot/overview"] = Needs.Support,
        ["GET /api/pilot/routes"] = Needs.Support,
        ["GET /api/pilot/requests"] = Needs.Support,
        ["GET /api/reports"] = Needs.Support,
        ["GET /api/reports/{nobody}"] = Needs.Support,
        ["POST /api/feedback"] = Needs.Nothing,
        ["POST /api/feedback/errors/public"] = Needs.Nothing,
        ["POST /api/feedback/errors"] = Needs.Nothing,
        ["GET /api/feedback"] = Needs.Support,
        ["GET /api/feedback/ratings"] = Needs.Support,
        ["GET /api/feedback/errors"] = Needs.Support,
        ["GET /api/feedback/errors/counts"] = Needs.Support,
        // Pilot:PublicStatistics, which Production refuses.
        ["GET /api/feedback/errors/statistics"] = RemoteShop.Address is null ? Needs.Nothing : Needs.Support,
        ["GET /api/feedback/errors/daily_report"] = Needs.Support,
        ["GET /api/feedback/errors/{nobody}"] = Needs.Support,
        ["GET /api/feedback/errors/{nobody}/similar"] = Needs.Support,
        ["GET /api/feedback/errors/{nobody}/attachments/{nobody}/{nobody}"] = Needs.Support,
        ["PUT /api/feedback/errors/{nobody}"] = Needs.Support,
        ["PATCH /api/feedback/errors/{nobody}"] = Needs.Support,
        ["DELETE /api/feedback/errors/{nobody}"] = Needs.Support,
        ["POST /api/feedback/errors/{nobody}/add_comment"] = Needs.Support,
        ["POST /api/feedback/errors/{nobody}/assign"] = Needs.Support,
        ["POST /api/feedback/errors/{nobody}/resolve"] = Needs.Support,
        ["POST /api/feedback/errors/{nobody}/github"] = Needs.Support,
        ["POST /api/feedback/errors/{nobody}/merge"] = Needs.Support,
        ["POST /api/feedback/errors/{nobody}/unmerge"] = Needs.Support,
        ["POST /api/feedback/errors/{nobody}/snooze"] = Needs.Support,
        ["GET /api/pilot/health"] = Needs.Support,
        ["GET /api/pilot/health/results"] = Needs.Support,
        ["GET /api/pilot/maintenance"] = Needs.Support,
        ["POST /api/pilot/maintenance"] = Needs.Admin,
        ["DELETE /api/pilot/maintenance/{nobody}"] = Needs.Admin,
        ["GET /api/messaging/dead-letters"] = Needs.Staff,
        ["POST /api/messaging/dead-letters/{nobody}/replay"] = Needs.Admin,
        ["POST /api/messaging/dead-letters/{nobody}/{nobody}/replay"] = Needs.Admin,
        ["GET /api/messaging/dead-letters/queues"] = Needs.Staff,
        ["GET /api/messaging/dead-letters/{nobody}/{nobody}"] = Needs.Staff,
        ["GET /api/staff/overview"] = Needs.Support,
        ["GET /api/staff/orders"] = Needs.Support,
        ["GET /api/staff/orders/{order}/timeline"] = Needs.Support,
        ["GET /api/staff/payments"] = Needs.Support,
        ["GET /api/staff/refunds"] = Needs.Support,
        ["GET /api/staff/customers"] = Needs.Support,
        ["GET /api/staff/customers/{user}"] = Needs.Support,
        ["GET /api/staff/products"] = Needs.Staff,
        ["GET /api/staff/products/{product}"] = Needs.Staff,
        ["POST /api/staff/orders/{nobody}/hand-over"] = Needs.Staff,
        ["POST /api/staff/products/{nobody}/stock"] = Needs.Staff,
        ["POST /api/staff/products/{nobody}/restore"] = Needs.Staff,
        ["GET /api/staff/tasks"] = Needs.Staff,
        ["POST /api/staff/tasks/{nobody}/retry"] = Needs.Staff,
        ["GET /api/staff/audit"] = Needs.Staff,
        ["GET /api/tasks/{task}/status"] = Needs.OwnerOrStaff,
        ["GET /api/calls"] = Needs.Support,
        ["GET /api/calls/{nobody}"] = Needs.Support,
        ["GET /api/calls/callers/{nobody}"] = Needs.Admin,
        ["DELETE /api/calls/callers/{nobody}"] = Needs.Admin,
        ["GET /api/fitting/stations"] = Needs.Nothing,
        ["GET /api/fitting/stations/{nobody}/slots"] = Needs.Nothing,
        ["GET /api/fitting/bookings"] = Needs.Support,
        ["POST /api/fitting/bookings"] = Needs.Support,
        ["POST /api/fitting/bookings/{nobody}/move"] = Needs.Support,
        ["POST /api/fitting/bookings/{nobody}/cancel"] = Needs.Support,
        ["GET /api/knowledge/articles"] = Needs.Support,
        ["GET /api/knowledge/articles/{nobody}"] = Needs.Support,
        ["GET /api/knowledge/answers"] = Needs.Support,
        ["POST /api/knowledge/articles"] = Needs.Staff,
        ["PUT /api/knowledge/articles/{nobody}"] = Needs.Staff,
        ["DELETE /api/knowledge/articles/{nobody}"] = Needs.Staff,
        ["GET /api/phone-orders/{nobody}"] = Needs.Nothing,
        ["POST /api/phone-orders/{nobody}/confirm"] = Needs.SignIn,
        // Routes that end an order or a session come last.
        ["POST /api/orders/{order}/cancel"] = Needs.Owner,
        ["POST /api/auth/logout"] = Needs.SignIn,
        ["POST /user-api/logout"] = Needs.SignIn
    };

    [Fact]
    public async Task Every_route_admits_exactly_the_callers_in_the_table()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var payment = await purchase.PayAsync(order, ct);
        using var processing = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/orders/{order["id"]}/process", new { }, ct);
        var task = (string)(await processing.AnswerAsync(HttpStatusCode.Accepted, ct))["task_id"]!;
        await purchase.WaitUntilAsync(order, "processing", ct);
        var shipment = (await shop.Database.ScalarAsync<string>(
            $"select id::text from shipping.shipments where order_id = {(Guid)order["id"]!}", ct))!;

        var wrong = new List<string>();
        foreach (var (route, needs) in Table)
        {
            var path = route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..]
                .Replace("{user}", $"{purchase.Customer.Id}", StringComparison.Ordinal)
                .Replace("{order}", (string)order["id"]!, StringComparison.Ordinal)
                .Replace("{payment}", (string)payment["id"]!, StringComparison.Ordinal)
                .Replace("{product}", $"{purchase.Goods.Ids[0]}", StringComparison.Ordinal)
                .Replace("{shipment}", shipment, StringComparison.Ordinal)
                .Replace("{task}", task, StringComparison.Ordinal)
                .Replace("{nobody}", $"{Guid.CreateVersion7()}", StringComparison.Ordinal);
            foreach (var caller in Enum.GetValues<Caller>())
            {
                var method = new HttpMethod(route[..route.IndexOf(' ', StringComparison.Ordinal)]);
                using var request = new HttpRequestMessage(method, path);
                if (request.Method != HttpMethod.Get)
                    request.Content = JsonContent.Create(new { product_id = purchase.Goods.Ids[0], quantity = 1 });
                using var response = await (await ClientAsync(caller, purchase, route, ct)).SendAsync(request, ct);
                if (!IsRight(response.StatusCode, ExpectedAccess(caller, needs), isOpen: needs == Needs.Nothing))
                    wrong.Add($"{route} as {caller}: {(int)response.StatusCode}, but {ExpectedAccess(caller, needs)}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task The_table_contains_every_route()
    {
        RemoteShop.SkipWithout("the description of the API, which a deployment does not publish");
        var document = await shop.Api.GetJsonAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        var described = from path in document["paths"]!.AsObject()
                        from operation in path.Value!.AsObject()
                        select WithoutParameterNames($"{operation.Key.ToUpperInvariant()} {path.Key}");

        Assert.Empty(described.Except(Table.Keys.Select(WithoutParameterNames)));
    }

    readonly Dictionary<Caller, Customer> _customers = [];

    async Task<HttpClient> ClientAsync(Caller caller, Purchase purchase, string route, CancellationToken ct)
    {
        if (caller == Caller.Nobody)
            return shop.Api;
        // A caller who has logged out cannot be used again.
        if (route.EndsWith("/logout", StringComparison.Ordinal))
            return (await Customers.RegisterAsync(shop, ct)).Api;
        if (caller == Caller.Owner)
            return purchase.Customer.Api;
        if (!_customers.TryGetValue(caller, out var customer))
            _customers[caller] = customer = caller switch
            {
                Caller.Support => await Customers.SupportAsync(shop, ct),
                Caller.Staff => await Customers.StaffAsync(shop, ct),
                Caller.Admin => await Customers.AdminAsync(shop, ct),
                _ => await Customers.RegisterAsync(shop, ct)
            };
        return customer.Api;
    }

    enum Access { Allowed, Unauthenticated, Denied }

    static Access ExpectedAccess(Caller caller, Needs needs)
    {
        if (needs == Needs.Nothing)
            return Access.Allowed;
        if (needs == Needs.Key)
            return Access.Denied;
        if (caller == Caller.Nobody)
            return Access.Unauthenticated;
        var isAllowed = needs switch
        {
            Needs.SignIn => true,
            Needs.Owner => caller >= Caller.Owner,
            Needs.OwnerOrStaff => caller is Caller.Owner or >= Caller.Staff,
            Needs.OwnerOrAdmin => caller is Caller.Owner or Caller.Admin,
            Needs.Support => caller >= Caller.Support,
            Needs.Staff => caller >= Caller.Staff,
            _ => caller >= Caller.Admin
        };
        return isAllowed ? Access.Allowed : Access.Denied;
    }

    /// <summary>
    /// An allowed caller may still get another 4xx, for example for an incomplete body, and 503 from a probe.
    /// </summary>
    static bool IsRight(HttpStatusCode code, Access expected, bool isOpen) => expected switch
    {
        Access.Unauthenticated => code == HttpStatusCode.Unauthorized,
        Access.Denied => code is HttpStatusCode.Forbidden or HttpStatusCode.NotFound,
        _ => ((int)code < 500 || code == HttpStatusCode.ServiceUnavailable && isOpen)
            && code != HttpStatusCode.Forbidden
            && (isOpen || code != HttpStatusCode.Unauthorized)
    };

    static string WithoutParameterNames(string route) =>
        System.Text.RegularExpressions.Regex.Replace(
            route.Length > "GET /".Length ? route.TrimEnd('/') : route, @"\{[^}]*\}", "{}");
}
