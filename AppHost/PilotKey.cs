namespace AppHost;

/// <summary>The DSN of the shop's door for Sentry's SDKs: <c>./dev connection pilot</c> prints it.</summary>
static class PilotKey
{
    const string Project = "1";

    /// <summary>Generated once and stored like the servers' passwords, so that SDKs keep their DSN.</summary>
    public static IResourceBuilder<ParameterResource> AddPilotKey(this IDistributedApplicationBuilder builder) =>
        builder.AddParameter(
                "pilot-key",
                new GenerateParameterDefault { MinLength = 32, Special = false },
                secret: true,
                persist: true)
            .WithDescription("The key of the DSN with which browsers and SDKs report errors; letters and digits.");

    public static IResourceBuilder<ProjectResource> WithPilotKey(
        this IResourceBuilder<ProjectResource> project, IResourceBuilder<ParameterResource> key) =>
        project.WithEnvironment("Pilot__Intake__Project", Project).WithEnvironment("Pilot__Intake__Key", key);

    public static IResourceBuilder<ProjectResource> WithDsnCommand(
        this IResourceBuilder<ProjectResource> site, IResourceBuilder<ParameterResource> key) =>
        site.ApplicationBuilder.ExecutionContext.IsRunMode
            ? site.WithCommand(
                "dsn", "DSN for Sentry's SDKs",
                async context =>
                {
                    var address = new Uri(site.GetEndpoint("http").Url);
                    var secret = await key.Resource.GetValueAsync(context.CancellationToken);
                    return CommandResults.Success("dsn", $"{address.Scheme}://{secret}@{address.Authority}/{Project}");
                },
                new() { Description = "Shows where SDKs report errors, key included", IconName = "PlugConnected" })
            : site;
}
