using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Shop.Tests.Pilot.Health;

/// <summary>The site of the graph behind a server that answers some requests otherwise.</summary>
sealed class MisbehavingShop(WebApplication server, HttpClient site) : IAsyncDisposable
{
    /// <summary>From now on all requests are answered as the site answers them.</summary>
    public bool IsRepaired { get; set; }

    public static async Task<MisbehavingShop> StartAsync(
        ShopFixture shop, string path, Func<HttpContext, Task> answer, CancellationToken ct, string method = "GET")
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var site = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = shop.Web.BaseAddress };
        var misbehaving = new MisbehavingShop(server, site);
        server.Run(http => !misbehaving.IsRepaired && http.Request.Path == path && http.Request.Method == method
            ? answer(http)
            : ForwardAsync(http, site));
        await server.StartAsync(ct);
        return misbehaving;
    }

    public Uri Address => new(server.Urls.Single());

    static async Task ForwardAsync(HttpContext http, HttpClient site)
    {
        using var request = new HttpRequestMessage(
            new(http.Request.Method), http.Request.Path + http.Request.QueryString);
        if (http.Request.ContentType is { } type)
        {
            request.Content = new StreamContent(http.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        using var response = await site.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            if (name is not ("Transfer-Encoding" or "Content-Length"))
                http.Response.Headers.Append(name, values.ToArray());
        await response.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        site.Dispose();
    }
}
