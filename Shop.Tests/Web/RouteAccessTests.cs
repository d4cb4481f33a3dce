using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Shop.Accounts;
using Shop.Web.Components;

namespace Shop.Tests.Web;

/// <summary>Every route of the site against one table of required roles: its metadata and its response.</summary>
public sealed class RouteAccessTests(ShopFixture shop) : IDisposable
{
    enum Needs { Nothing, SignIn, Support, Staff, Admin }

    static readonly Dictionary<Needs, string[]> Table = new()
    {
        [Needs.Nothing] =
        [
            "/", "/catalog", "/products/{Id:guid}", "/suggest", "/images/products/{category}/{sku}.svg",
            "/api/{**path}", "/user-api/{**path}", "/cart-api/{**path}", "/order-api/{**path}", "/login", "/register",
            "/forgot-password", "/reset-password", "/verify-email", "/logout", "/cart", "/cart/items",
            "/cart/items/{product:guid}", "/cart/items/{product:guid}/remove", "/report", "/not-found", "/unavailable",
            "/phone-orders/{Token}", "/health", "/alive", "/ready"
        ],
        [Needs.SignIn] =
        [
            "/profile", "/profile/export", "/checkout", "/orders", "/orders/{Id:guid}", "/orders/{Id:guid}/pay",
            "/orders/{id:guid}/cancel", "/orders/{id:guid}/reorder", "/orders/{id:guid}/events",
            "/orders/{id:guid}/payment", "/orders/{id:guid}/return", "/orders/{id:guid}/refund",
            "/_framework/opaque-redirect"
        ],
        [Needs.Support] =
        [
            "/staff/tickets", "/staff/tickets/plan", "/staff/tickets/refunds", "/staff/tickets/advertising",
            "/staff/tickets/runs", "/staff/tickets/export/{what}",
            "/staff/pilot", "/staff/pilot/routes", "/staff/pilot/reports", "/staff/pilot/reports/{Id:guid}",
            "/staff/pilot/reports/{id:guid}/{format}", "/staff/pilot/requests", "/staff/pilot/health",
            "/staff/pilot/checks",
            "/staff", "/staff/orders", "/staff/orders/{Id:guid}", "/staff/payments", "/staff/refunds",
            "/staff/customers", "/staff/customers/{Id:guid}", "/staff/orders/{id:guid}/refund",
            "/staff/orders/{id:guid}/cancel", "/staff/orders/{id:guid}/process", "/staff/orders/{id:guid}/notify",
            "/staff/errors", "/staff/errors/{Id:guid}", "/staff/feedback", "/staff/errors/{id:guid}/assign",
            "/staff/errors/{id:guid}/change", "/staff/errors/{id:guid}/comment", "/staff/errors/{id:guid}/resolve",
            "/staff/errors/{id:guid}/snooze", "/staff/errors/{id:guid}/wake", "/staff/errors/{id:guid}/merge",
            "/staff/errors/{id:guid}/unmerge", "/staff/errors/{id:guid}/github",
            "/staff/errors/{id:guid}/attachments/{occurrence:guid}/{number}",
            "/staff/calls", "/staff/calls/{Id:guid}", "/staff/bookings", "/staff/bookings/book",
            "/staff/bookings/{id:guid}/move", "/staff/bookings/{id:guid}/cancel"
        ],
        [Needs.Staff] =
        [
            "/staff/products", "/staff/products/new", "/staff/products/{Id:guid}", "/staff/stock", "/staff/letters",
            "/staff/letters/{Consumer}/{Id:guid}", "/staff/tasks", "/staff/audit", "/staff/products/{id:guid}/archive",
            "/staff/products/{id:guid}/restore", "/staff/products/{id:guid}/stock", "/staff/stock/sync",
            "/staff/tasks/{id:guid}/retry", "/staff/orders/{id:guid}/hand-over", "/staff/analytics",
            "/staff/analytics/export", "/staff/tickets/plan/save", "/staff/tickets/plan/upload", "/staff/tickets/run",
            "/staff/tickets/advertising/save", "/staff/tickets/advertising/upload",
            "/staff/load-tests", "/locust/{**path}", "/staff/knowledge", "/staff/knowledge/new",
            "/staff/knowledge/{Id:guid}", "/staff/knowledge/{id:guid}/delete"
        ],
        [Needs.Admin] =
        [
            "/staff/letters/{consumer}/replay", "/staff/letters/{consumer}/{id:guid}/replay",
            "/staff/customers/{id:guid}/role", "/staff/errors/{id:guid}/delete",
            "/staff/pilot/maintenance", "/staff/pilot/maintenance/{id:guid}/end"
        ]
    };

    // The site in this process, to read its routes. Its telemetry would mix with the graph's.
    readonly WebApplicationFactory<App> _site = new WebApplicationFactory<App>().WithWebHostBuilder(
        site => site.UseSetting("OTEL_SDK_DISABLED", "true"));

    [Fact]
    public void The_table_matches_the_metadata_of_every_route()
    {
        var expected = Table.SelectMany(row => row.Value.Select(route => $"{route} {row.Key}"));
        var mapped = Routes.Select(route => $"{PatternOf(route)} {NeedsOf(route)}").Distinct();

        Assert.Equal(expected.Order(), mapped.Order());
        Assert.DoesNotContain(Routes, route => PatternOf(route).StartsWith("/staff", StringComparison.Ordinal)
            && NeedsOf(route) < Needs.Support);
    }

    [Fact]
    public async Task A_page_without_attributes_is_closed_to_guests_but_an_unknown_address_is_not()
    {
        using var scope = _site.Services.CreateScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = http;
        var authorization = scope.ServiceProvider.GetRequiredService<IAuthorizationService>();
        var policies = scope.ServiceProvider.GetRequiredService<IAuthorizationPolicyProvider>();
        var fallback = await policies.GetFallbackPolicyAsync();

        Assert.True((await authorization.AuthorizeAsync(new(), http, fallback!)).Succeeded);
        var pattern = RoutePatternFactory.Parse("/forgotten");
        http.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, pattern, 0, null, null));
        Assert.False((await authorization.AuthorizeAsync(new(), http, fallback!)).Succeeded);
        Assert.True((await authorization.AuthorizeAsync(new(new ClaimsIdentity("test")), http, fallback!)).Succeeded);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Role.Customer)]
    [InlineData(Role.Support)]
    [InlineData(Role.Staff)]
    public async Task Every_route_admits_exactly_the_roles_of_the_table(Role? role)
    {
        var ct = TestContext.Current.CancellationToken;
        using var staff = role is { } known ? await StaffVisitor.CreateAsync(shop, known, ct) : null;
        using var guest = new Visitor(shop);
        var visitor = staff?.Browser ?? guest;
        var mine = role is null ? Needs.Nothing : Of(role.Value);
        // One token is valid for every form of this browser.
        var token = Visitor.HiddenFields((await visitor.VisitAsync("/login", ct)).Html)
            .First(field => field.Key == "__RequestVerificationToken");

        var wrong = new List<string>();
        // The logout comes last, because it makes the visitor a guest.
        foreach (var (route, method) in Requests.OrderBy(request => PatternOf(request.Route) == "/logout"))
        {
            var needs = NeedsOf(route);
            // Staff actions would change the graph that all tests share.
            if (method == HttpMethods.Post && needs >= Needs.Support && needs <= mine)
                continue;
            var path = PathOf(route);
            var page = method == HttpMethods.Get
                ? await visitor.VisitAsync(path, ct)
                : await visitor.PostAsync(path, ct, (token.Key, token.Value));
            var isRight = needs <= mine ? IsLetIn(page) : role is null ? IsLedToLogin(page) : IsRefused(page);
            if (!isRight)
                wrong.Add($"{method} {path} needs {needs}: {page.Status} {page.Path}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    static bool IsLetIn(Page page) =>
        !IsLedToLogin(page) && page.Status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized);

    static bool IsRefused(Page page) =>
        page.Status == HttpStatusCode.Forbidden && page.Has("Нет доступа к этой странице");

    // The script that follows an order gets a 401 instead of the login page.
    static bool IsLedToLogin(Page page) => page.Path.EndsWith("/events", StringComparison.Ordinal)
        ? page.Status == HttpStatusCode.Unauthorized
        : page.Path.StartsWith("/login?return=", StringComparison.Ordinal) && page.Has("value=\"login\"");

    // Without the public files of wwwroot, including those added since the build.
    IEnumerable<RouteEndpoint> Routes => _site.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(route => route.RoutePattern.RawText != "{**path:file}")
        .Where(route => route.Metadata.GetMetadata<StaticAssetDescriptor>() is null || NeedsOf(route) > Needs.Nothing);

    IEnumerable<(RouteEndpoint Route, string Method)> Requests =>
        from route in Routes
        from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [HttpMethods.Get]
        select (route, method);

    static string PatternOf(RouteEndpoint route) => $"/{route.RoutePattern.RawText!.Trim('/')}";

    // The address of something that does not exist.
    static string PathOf(RouteEndpoint route) => string.Concat(PatternOf(route).Split('{', '}').Select((part, i) =>
        i % 2 == 0 ? part : part.Contains(":guid", StringComparison.Ordinal) ? $"{Guid.CreateVersion7()}" : "nobody"));

    static Needs NeedsOf(RouteEndpoint route)
    {
        if (route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return Needs.Nothing;
        // Without attributes, the fallback policy applies.
        var policies = route.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).Append(null);
        return policies.Max(policy => policy is null ? Needs.SignIn : Of(Enum.Parse<Role>(policy)));
    }

    // Every signed-in account is at least a customer.
    static Needs Of(Role role) => (int)role + Needs.SignIn;

    public void Dispose() => _site.Dispose();
}
