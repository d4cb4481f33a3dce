using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Shop.Accounts;
using Shop.Web.Http;

namespace Shop.Web.Accounts;

static class SiteAuthentication
{
    /// <summary>
    /// The session cookie, a policy for each role (<c>[Authorize(nameof(Role.Staff))]</c>), and a fallback policy that
    /// keeps guests out of every page and form that says nothing.
    /// </summary>
    public static void AddSiteAuthentication(this IServiceCollection services, SiteOptions options)
    {
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(session =>
        {
            session.Cookie.Name = SiteCookies.NameOf("session", options.Https);
            session.Cookie.SecurePolicy = options.SecurePolicy;
            session.Cookie.Path = "/";
            // A renewed session is a new cookie.
            session.ExpireTimeSpan = TimeSpan.FromDays(30);
            session.SlidingExpiration = false;
            var redirect = session.Events.OnRedirectToLogin;
            session.Events.OnRedirectToLogin = context =>
            {
                // A form that was sent did nothing, and its address is no page to come back to.
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
            new AuthorizationPolicyBuilder().RequireAssertion(IsSignedInOrLost).Build());
        foreach (var role in Enum.GetValues<Role>())
            authorization.AddPolicy($"{role}", policy => policy.AddRequirements(new RoleRequirement(role)));
        services.AddScoped<IAuthorizationHandler, CurrentRole>();
        services.AddScoped<SiteSession>();
        services.AddSingleton<SessionRefresh>();
    }

    // A fallback policy applies also where no route matched. An address that leads nowhere is a 404 for guests too.
    // While developing, a fallback route (the last in order) serves files added to wwwroot since the build.
    static bool IsSignedInOrLost(AuthorizationHandlerContext context) =>
        context.User.Identity is { IsAuthenticated: true }
        || context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint { Order: < int.MaxValue };
}
