namespace Shop.Api.Http;

static class RequestLimits
{
    public static void LimitRequests(this IWebHostBuilder host) => host.ConfigureKestrel(kestrel =>
    {
        // What is far too long for a query is named as such, not refused by Kestrel without a word.
        kestrel.Limits.MaxRequestLineSize = 64 * 1024;
        kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
    });
}
