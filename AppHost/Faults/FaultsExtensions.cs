using Microsoft.Extensions.DependencyInjection;

namespace AppHost.Faults;

static class FaultsExtensions
{
    /// <summary>What `./dev fault` can do, as commands of WireMock in the dashboard; webhooks of a provider go to the API.</summary>
    public static void AddFaults(this IDistributedApplicationBuilder builder, IResourceBuilder<IResourceWithEndpoints> wiremock, IResourceBuilder<IResourceWithEndpoints> api)
    {
        if (!builder.ExecutionContext.IsRunMode)
            return;
        builder.Services.AddSingleton(services => FaultDesk.Of(services, wiremock, api));
        var providers = FaultyProvider.In(FaultDesk.DirectoryOf(wiremock)).Select(provider => provider.Name);

        wiremock.WithCommand("fault", "Fault…", context => RunAsync(context, async desk =>
        {
            var given = context.Arguments;
            await desk.AddAsync(given.GetString("provider") ?? "", given.GetString("kind") ?? "", given.GetString("for"), given.GetString("rate"), context.CancellationToken);
        }), new()
        {
            Description = "Make a provider slow, wrong or silent while the graph runs",
            IconName = "Bug",
            Arguments =
            [
                Choice("provider", "Provider", providers.Prepend(FaultyProvider.All)),
                Choice("kind", "What goes wrong", FaultyProvider.Kinds),
                new() { Name = "for", Label = "For how long", InputType = InputType.Text, Placeholder = "30s, 5m; empty: until cleared" },
                new() { Name = "rate", Label = "Part of the requests", InputType = InputType.Text, Placeholder = "20%; empty: all" }
            ]
        });
        wiremock.WithCommand("faults", "Show faults", context => RunAsync(context, _ => Task.CompletedTask), new() { Description = "What is wrong with whom, how long still and how often it has hit", IconName = "ClipboardBulletList" });
        wiremock.WithCommand("clear-faults", "Clear faults", context => RunAsync(context,
            desk => desk.ClearAsync(context.Arguments.GetString("provider"), context.CancellationToken)), new()
            {
                Description = "Ends the faults of one provider or of all",
                IconName = "BugProhibited",
                Arguments = [new() { Name = "provider", Label = "Provider", InputType = InputType.Text, Placeholder = "empty: all" }]
            });
    }

    /// <summary>What is on afterwards is every command's answer.</summary>
    static async Task<ExecuteCommandResult> RunAsync(ExecuteCommandContext context, Func<FaultDesk, Task> command)
    {
        try
        {
            var desk = context.Services.GetRequiredService<FaultDesk>();
            await command(desk);
            return CommandResults.Success("Faults that are on now", await desk.DescribeAsync(context.CancellationToken));
        }
        catch (Exception e) when (e is DistributedApplicationException or HttpRequestException)
        {
            return CommandResults.Failure(e.Message);
        }
    }

    static InteractionInput Choice(string name, string label, IEnumerable<string> values) =>
        new() { Name = name, Label = label, InputType = InputType.Choice, Required = true, Options = [.. values.Select(value => KeyValuePair.Create(value, value))] };
}
