using AppHost.Servers;
using Microsoft.Extensions.Configuration;

namespace AppHost;

static class Telephone
{
    public static void AddTelephone(
        this IDistributedApplicationBuilder builder,
        IServers servers,
        IResourceBuilder<IResourceWithConnectionString> shopdb,
        IResourceBuilder<ProjectResource> migrations,
        IResourceBuilder<ProjectResource> api,
        IResourceBuilder<ProjectResource> site,
        Providers providers,
        IResourceBuilder<ParameterResource> pilotKey,
        IResourceBuilder<IResourceWithEndpoints> wiremock)
    {
        // Asterisk connects to it without a proxy in between, so it runs beside Asterisk, not with the shop.
        if (!builder.ExecutionContext.IsRunMode)
            return;
        builder.AddProject<Projects.Shop_Voice>("voice")
            .WithReference(shopdb).WaitForCompletion(migrations)
            .WithReference(api).WaitForStart(api)
            .WithProviders(providers)
            .WithPilotKey(pilotKey)
            .WithSiteAddress(site)
            .WithAudioSocket()
            .WithSpeech(wiremock)
            .WithEnvironment("Voice__SpeechModel", builder.Configuration["SHOP_SPEECH_MODEL"] ?? "")
            .WithMetrics(servers.AreContainers)
            .WithHttpHealthCheck("/health")
            .WithExplicitStart();
    }

    /// <summary>
    /// The port to which Asterisk connects calls. `--ports:voice 9092` fixes it, because a dialplan names it.
    /// </summary>
    static IResourceBuilder<ProjectResource> WithAudioSocket(this IResourceBuilder<ProjectResource> project)
    {
        var port = project.ApplicationBuilder.Configuration.GetValue<int?>($"ports:{project.Resource.Name}");
        return project.WithEndpoint(
            port,
            scheme: "tcp",
            name: "audiosocket",
            env: "Voice__Port",
            // A proxy between Asterisk and the host would add its own delay to each frame.
            isProxied: port is null);
    }

    /// <summary>
    /// espeak-ng and pocketsphinx, so that a real call can be held on a laptop. `--speech stubs` has WireMock instead.
    /// </summary>
    static IResourceBuilder<ProjectResource> WithSpeech(
        this IResourceBuilder<ProjectResource> project, IResourceBuilder<IResourceWithEndpoints> wiremock)
    {
        if (project.ApplicationBuilder.Configuration["speech"] == "stubs")
            project
                .WithEnvironment("Speech__RecognitionAddress", wiremock.GetEndpoint("http"))
                .WithEnvironment("Speech__SynthesisAddress", wiremock.GetEndpoint("http"));
        return project;
    }
}
