using Microsoft.Extensions.Configuration;

namespace AppHost;

static class Telephone
{
    public static void AddTelephone(
        this IDistributedApplicationBuilder builder,
        IResourceBuilder<IResourceWithConnectionString> shopdb,
        IResourceBuilder<ProjectResource> migrations,
        IResourceBuilder<ProjectResource> api,
        IResourceBuilder<ProjectResource> site,
        Providers providers,
        IResourceBuilder<ParameterResource> pilotKey,
        IResourceBuilder<IResourceWithEndpoints> wiremock) =>
        builder.AddProject<Projects.Shop_Voice>("voice")
            .WithReference(shopdb).WaitForCompletion(migrations)
            .WithReference(api).WaitForStart(api)
            .WithProviders(providers)
            .WithPilotKey(pilotKey)
            .WithSiteAddress(site)
            .WithAudioSocket()
            .WithSpeech(wiremock)
            .WithHttpHealthCheck("/health")
            .WithExplicitStart();

    /// <summary>
    /// The port to which Asterisk connects calls. `--ports:voice 9092` fixes it, because a dialplan names it.
    /// </summary>
    static IResourceBuilder<ProjectResource> WithAudioSocket(this IResourceBuilder<ProjectResource> project)
    {
        var builder = project.ApplicationBuilder;
        var port = builder.Configuration.GetValue<int?>($"ports:{project.Resource.Name}");
        return project.WithEndpoint(
            port ?? (builder.ExecutionContext.IsPublishMode ? 9092 : null),
            scheme: "tcp",
            name: "audiosocket",
            env: "Voice__Port",
            // A proxy between Asterisk and the host would add its own delay to each frame.
            isProxied: port is null);
    }

    /// <summary>
    /// A deployment has parameters for the speech services; left empty, espeak-ng and pocketsphinx serve. So they do in
    /// development, where a real call can be held on a laptop; `--speech stubs` has WireMock instead.
    /// </summary>
    static IResourceBuilder<ProjectResource> WithSpeech(
        this IResourceBuilder<ProjectResource> project, IResourceBuilder<IResourceWithEndpoints> wiremock)
    {
        var builder = project.ApplicationBuilder;
        foreach (var part in (string[])["Recognition", "Synthesis"])
        {
            var name = part.ToLowerInvariant();
            if (builder.ExecutionContext.IsPublishMode)
            {
                project.WithEnvironment($"Speech__{part}Address", builder.AddParameter($"{name}-address"));
                project.WithEnvironment($"Speech__{part}Key", builder.AddParameter($"{name}-key", secret: true));
            }
            else if (builder.Configuration["speech"] == "stubs")
            {
                project.WithEnvironment($"Speech__{part}Address", wiremock.GetEndpoint("http"));
            }
        }
        return project;
    }
}
