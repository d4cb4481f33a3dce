using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Web.Http;

static class Fragment
{
    /// <summary>
    /// Renders a component for this visitor as HTML while a response to them is already being sent. Each call has its
    /// own scope, because the services of one scope render only one page.
    /// </summary>
    public static async Task<string> RenderAsync<TComponent>(HttpContext http, object parameters)
        where TComponent : IComponent
    {
        await using var scope = http.RequestServices.CreateAsyncScope();
        using var text = new MemoryStream();
        var features = new FeatureCollection(http.Features);
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(text));
        features.Set<IServiceProvidersFeature>(new ServiceProvidersFeature { RequestServices = scope.ServiceProvider });
        await new RazorComponentResult<TComponent>(parameters).ExecuteAsync(new DefaultHttpContext(features));
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
