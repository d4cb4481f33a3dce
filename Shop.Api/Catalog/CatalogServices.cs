using ServiceDefaults;
using Shop.Api.Http;
using Shop.Catalog;

namespace Shop.Api.Catalog;

static class CatalogServices
{
    public static void AddCatalog(this IServiceCollection services)
    {
        services.AddResponseCache(ResponseCache.Expiration);
        services.AddSingleton<ResponseCache>();
        services.AddSingleton<ProductStore>();
        services.AddSingleton<ProductEditor>();
        services.AddSingleton<ProductQueries>();
    }
}
