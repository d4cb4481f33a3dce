using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Shop.Accounts;
using Shop.Web.Http;

namespace Shop.Web.Accounts;

static class SiteAuthentication
{
    /// <summary>
    /// Adds the session cookie, a policy for each role (<c>[Authorize(nameof(Role.Staff))]</c>), and a fallback policy
    /// that requires a signed-in user for every page and form without an authorization attribute.
    /// </summary>
    public static void AddSiteAuthentication(this IServiceCollection services, SiteOptions options)
    {
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(session =>
        {
            session.Cookie.Name = SiteCookies.NameOf("session", options.Https);
            session.Cookie.SecurePolicy = options.SecurePolicy;
            session.Cookie.Path = "/";
            // A refreshed session is a new cookie.
            session.ExpireTimeSpan = TimeSpan.FromDays(30);
            session.SlidingExpiration = false;
            var redirect = session.Events.OnRedirectToLogin;
            session.Events.OnRedirectToLogin = context =>
            {
                // The form was not processed, and its URL is not a page to return to.
                var back = HttpMethods.IsGet(context.Request.Method) ? LocalPath.Of(context.Request) : "/";
                context.RedirectUri = $"/login?return={Uri.EscapeDataString(back)}";
                return redirect(context);
            };
            session.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        });
        var authorization = services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder().RequireAssertion(IsSignedInOrUnmatched).Build());
        foreach (var role in Enum.GetValues<Role>())
            authorization.AddPolicy($"{role}", policy => policy.AddRequirements(new RoleRequirement(role)));
        services.AddScoped<IAuthorizationHandler, CurrentRole>();
        services.AddScoped<SiteSession>();
        services.AddSingleton<TokenRefresher>();
    }

    // The fallback policy also applies when no route matches, and an unknown URL must be a 404 for guests too. In
    // development a fallback route (the last in order) serves files that were added to wwwroot since the build.
    static bool IsSignedInOrUnmatched(AuthorizationHandlerContext context) =>
        context.User.Identity is { IsAuthenticated: true }
        || context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint { Order: < int.MaxValue };
}
