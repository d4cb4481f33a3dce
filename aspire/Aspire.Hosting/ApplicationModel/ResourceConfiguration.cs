namespace Aspire.Hosting.ApplicationModel;

/// <summary>What the callbacks on a resource make of its arguments and environment, before any of it is a value or an expression.</summary>
static class ResourceConfiguration
{
    public static async Task<IList<object>> GetArgumentsAsync(this IResource resource, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], resource, cancellationToken) { ExecutionContext = executionContext };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(context);
        return context.Args;
    }

    public static async Task<Dictionary<string, object>> GetEnvironmentVariablesAsync(this IResource resource, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(executionContext, resource, null, cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.PortVariable is not null))
            context.EnvironmentVariables[endpoint.PortVariable!] = new EndpointReference((IResourceWithEndpoints)resource, endpoint).Property(EndpointProperty.TargetPort);
        return context.EnvironmentVariables;
    }
}
