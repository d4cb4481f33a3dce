namespace Shop.Api.Http;

static class RequestLimits
{
    public static void LimitRequests(this IWebHostBuilder host) => host.ConfigureKestrel(kestrel =>
    {
        // A query that is too long gets a validation error instead of an empty answer from Kestrel.
        kestrel.Limits.MaxRequestLineSize = 64 * 1024;
        kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
    });
}
