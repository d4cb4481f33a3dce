namespace Shop.Api.Http;

static class NoSniff
{
    /// <summary>Browsers must not guess a type: text that a customer has written could look like a page.</summary>
    public static void UseNoSniff(this WebApplication app) => app.Use((http, next) =>
    {
        // Set when the response starts, because an error clears earlier headers.
        http.Response.OnStarting(
            static response =>
            {
                ((HttpResponse)response).Headers.XContentTypeOptions = "nosniff";
                return Task.CompletedTask;
            },
            http.Response);
        return next(http);
    });
}
