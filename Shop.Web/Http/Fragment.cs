using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Web.Http;

static class Fragment
{
    /// <summary>
    /// What a page would have there for this visitor, as text, while an answer to them is already under way. Each time in a scope of its own: a page is written
    /// once in the life of its services.
    /// </summary>
    public static async Task<string> RenderAsync<TComponent>(HttpContext visit, object parameters) where TComponent : IComponent
    {
        await using var scope = visit.RequestServices.CreateAsyncScope();
        using var text = new MemoryStream();
        var features = new FeatureCollection(visit.Features);
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(text));
        features.Set<IServiceProvidersFeature>(new ServiceProvidersFeature { RequestServices = scope.ServiceProvider });
        await new RazorComponentResult<TComponent>(parameters).ExecuteAsync(new DefaultHttpContext(features));
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
