using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Shop.Tests.AspireSource;

/// <summary>What this solution relies on in Aspire's API; it passes under both Aspire sources, or they differ.</summary>
public class ReferenceExpressionTests
{
    [Fact]
    public async Task Holes_are_values_when_running_and_expressions_in_the_manifest()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        var user = builder.AddParameter("user", "guest");
        var password = builder.AddParameter("password", "p@ss/w:rd {1}", secret: true);

        var expression = ReferenceExpression.Create($"amqp://{user.Resource}:{password.Resource:uri}@{"host"}:{password.Resource}");

        Assert.Equal("amqp://guest:p%40ss%2Fw%3Ard%20%7B1%7D@host:p@ss/w:rd {1}", await expression.GetValueAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("amqp://{user.value}:", expression.ValueExpression, StringComparison.Ordinal);
        Assert.Equal([user.Resource, password.Resource, password.Resource], expression.ValueProviders);
    }

    [Fact]
    public async Task Braces_and_nested_expressions_stay_what_they_are()
    {
        var ct = TestContext.Current.CancellationToken;
        var builder = DistributedApplication.CreateBuilder([]);
        var parameter = builder.AddParameter("name", "x");
        var inner = ReferenceExpression.Create($"a={parameter.Resource}");

        Assert.Equal("{a=x}", await ReferenceExpression.Create($"{{{inner}}}").GetValueAsync(ct));
        Assert.Equal("{literal}", await ReferenceExpression.Create($"{{literal}}").GetValueAsync(ct));
        Assert.Equal("a={name.value};", ReferenceExpression.Create($"{inner};").ValueExpression);
    }

    [Fact]
    public async Task An_endpoint_has_an_address_once_it_is_allocated()
    {
        var ct = TestContext.Current.CancellationToken;
        var builder = DistributedApplication.CreateBuilder([]);
        var server = builder.AddContainer("server", "image", "tag").WithHttpEndpoint(targetPort: 8080);
        var endpoint = server.GetEndpoint("http");
        Assert.False(endpoint.IsAllocated);
        var annotation = server.Resource.Annotations.OfType<EndpointAnnotation>().Single();

        annotation.AllocatedEndpoint = new(annotation, "localhost", 5005);

        Assert.Equal(("http://localhost:5005", "localhost", 5005), (endpoint.Url, endpoint.Host, endpoint.Port));
        Assert.Equal("5005", await endpoint.Property(EndpointProperty.Port).GetValueAsync(ct));
        Assert.Equal("localhost:5005", await endpoint.Property(EndpointProperty.HostAndPort).GetValueAsync(ct));
        Assert.Equal("{server.bindings.http.host}:{server.bindings.http.port}", endpoint.Property(EndpointProperty.HostAndPort).ValueExpression);
        Assert.Equal("{server.bindings.http.url}", ((IManifestExpressionProvider)endpoint).ValueExpression);
    }
}
