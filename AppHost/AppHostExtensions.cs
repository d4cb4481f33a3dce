using Microsoft.Extensions.DependencyInjection;

namespace AppHost;

static class AppHostExtensions
{
    /// <summary>The table of `./dev run`, and the socket that `./dev status` and its siblings ask; neither in a test.</summary>
    public static void AddReport(this IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsRunMode || System.Reflection.Assembly.GetEntryAssembly() != builder.AppHostAssembly)
            return;
        builder.Services.AddSingleton<Graph>();
        builder.Services.AddHostedService<Control>();
        builder.Services.AddHostedService<StartupReport>();
    }

    /// <summary>In development every provider is WireMock. Elsewhere an address and a secret make it the real one.</summary>
    public static IResourceBuilder<ProjectResource> WithStubbedProviders(this IResourceBuilder<ProjectResource> project, IResourceBuilder<IResourceWithEndpoints> wiremock)
    {
        if (!project.ApplicationBuilder.ExecutionContext.IsRunMode)
            return project;
        return project
            .WithEnvironment("Notifications__SendGrid__BaseAddress", wiremock.GetEndpoint("http"))
            .WithEnvironment("Notifications__SendGrid__ApiKey", "SG.development");
    }
}
