namespace Shop.Api.Http;

static class RequestLimits
{
    public static void LimitRequests(this IWebHostBuilder host)
    {
        host.ConfigureKestrel(kestrel =>
        {
            // A query that is too long gets a validation error instead of an empty answer from Kestrel.
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
        // A request begins on the thread that has received it, not on another one that has to wake up for it.
        host.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
    }
}
