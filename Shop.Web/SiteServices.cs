using Microsoft.Extensions.DependencyInjection.Extensions;
using ServiceDefaults;
using Shop.Web.Accounts;
using Shop.Web.Catalog;
using Shop.Web.Http;
using Shop.Web.Languages;

namespace Shop.Web;

/// <summary>What all modules of the site use. Program.cs adds the modules.</summary>
static class SiteServices
{
    public static void AddSite(this WebApplicationBuilder builder)
    {
        var options = new SiteOptions { Https = !builder.Environment.IsDevelopment() };
        builder.Configuration.GetSection(SiteOptions.Section).Bind(options);
        var services = builder.Services;
        services.AddSingleton(options);
        SiteKey.Use(services, options.Key);
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = SiteCookies.NameOf("antiforgery", options.Https);
            antiforgery.Cookie.SecurePolicy = options.SecurePolicy;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        services.AddSiteAuthentication(options);
        // As in the API. The longest form has a report of 40,000 characters.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1024 * 1024);
        // An unreadable form gets the error page, in development too.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);

        // Visitors share the handlers, so a cookie container would leak cookies from one visitor to another.
        services
            .AddHttpClient(ShopApiClient.Name, http =>
            {
                http.BaseAddress = new("https+http://api");
                http.DefaultRequestHeaders.UserAgent.ParseAdd(PilotMonitoring.SiteAgent);
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { UseCookies = false })
            .WithBreakerPerPart()
            .AddHttpMessageHandler<VisitorAddress>();
        services.AddTransient<VisitorAddress>();
        ApiForwarder.Add(builder);
        services.AddHttpContextAccessor();
        services.TryAddSingleton(TimeProvider.System);
        services.AddResponseCache(CatalogApi.Expiration);
        services.AddScoped<SiteCookies>();
        services.AddScoped<Notices>();
        services.AddScoped<ShopApiClient>();
        services.AddScoped(Language.TextsOf);
    }
}
