using Microsoft.Extensions.DependencyInjection;

namespace AppHost.Faults;

static class FaultsExtensions
{
    /// <summary>
    /// The commands of WireMock that `./dev fault` and the dashboard use. The webhooks of a fault go to the API.
    /// </summary>
    public static void AddFaults(
        this IDistributedApplicationBuilder builder,
        IResourceBuilder<IResourceWithEndpoints> wiremock,
        IResourceBuilder<IResourceWithEndpoints> api)
    {
        if (!builder.ExecutionContext.IsRunMode)
            return;
        builder.Services.AddSingleton(services => FaultInjector.Of(services, wiremock, api));
        var providers = FaultyProvider.In(FaultInjector.DirectoryOf(wiremock)).Select(provider => provider.Name);

        wiremock.WithCommand("fault", "Fault…", context => RunAsync(context, async injector =>
        {
            var given = context.Arguments;
            await injector.AddAsync(
                given.GetString("provider") ?? "",
                given.GetString("kind") ?? "",
                given.GetString("for"),
                given.GetString("rate"),
                context.CancellationToken);
        }), new()
        {
            Description = "Makes a provider slow, wrong or silent while the graph runs",
            IconName = "Bug",
            Arguments =
            [
                Choice("provider", "Provider", providers.Prepend(FaultyProvider.All)),
                Choice("kind", "What goes wrong", FaultyProvider.Kinds),
                Text("for", "Duration", "30s, 5m; empty: until cleared"),
                Text("rate", "Share of the requests", "20%; empty: all")
            ]
        });
        wiremock.WithCommand("faults", "Show faults", context => RunAsync(context, _ => Task.CompletedTask), new()
        {
            Description = "Lists the active faults with their remaining time and number of hits",
            IconName = "ClipboardBulletList"
        });
        wiremock.WithCommand("clear-faults", "Clear faults", context => RunAsync(context,
            injector => injector.ClearAsync(context.Arguments.GetString("provider"), context.CancellationToken)), new()
            {
                Description = "Ends the faults of one provider or of all",
                IconName = "BugProhibited",
                Arguments = [Text("provider", "Provider", "empty: all")]
            });
    }

    /// <summary>Every command answers with the faults that are active afterwards.</summary>
    static async Task<ExecuteCommandResult> RunAsync(ExecuteCommandContext context, Func<FaultInjector, Task> command)
    {
        try
        {
            var injector = context.Services.GetRequiredService<FaultInjector>();
            await command(injector);
            return CommandResults.Success("Active faults", await injector.DescribeAsync(context.CancellationToken));
        }
        catch (Exception e) when (e is DistributedApplicationException or HttpRequestException)
        {
            return CommandResults.Failure(e.Message);
        }
    }

    static InteractionInput Text(string name, string label, string placeholder) =>
        new() { Name = name, Label = label, InputType = InputType.Text, Placeholder = placeholder };

    static InteractionInput Choice(string name, string label, IEnumerable<string> values) => new()
    {
        Name = name,
        Label = label,
        InputType = InputType.Choice,
        Required = true,
        Options = [.. values.Select(value => KeyValuePair.Create(value, value))]
    };
}
