using Aspire.Hosting;

namespace Shop.Tests.Faults;

/// <summary>A graph of its own, whose providers may fail without disturbing other tests.</summary>
public sealed class FaultyShop : IAsyncLifetime
{
    public FaultyShop() : this("faults")
    {
    }

    internal FaultyShop(string name, params string[] args) => Shop = new(name, args);

    public ShopFixture Shop { get; }

    public ValueTask InitializeAsync() => Shop.InitializeAsync();

    public ValueTask DisposeAsync() => Shop.DisposeAsync();

    /// <summary>
    /// Runs the command of wiremock that <c>./dev fault</c> hands to Aspire's command line, with the same arguments:
    /// <c>stripe 500 --for 30s --rate 20%</c>, <c>list</c> or <c>clear stripe</c>.
    /// </summary>
    public async Task<(bool Success, string Said)> TryFaultAsync(string arguments, CancellationToken ct)
    {
        var words = arguments.Split(' ');
        var (command, given) = words[0] switch
        {
            "list" => ("faults", []),
            "clear" => ("clear-faults", words[1..].Select(provider => ("provider", provider))),
            _ => ("fault", words[2..].Chunk(2).Select(option => (option[0].TrimStart('-'), option[1]))
                .Prepend(("kind", words[1])).Prepend(("provider", words[0])))
        };
        var inputs = given.Select(
            option => new InteractionInput { Name = option.Item1, InputType = InputType.Text, Value = option.Item2 });
        var wiremock = Shop.Graph.Instances.Single(instance => instance.Name == "wiremock").Id;
        var result = await Shop.Graph.App.ResourceCommands.ExecuteCommandAsync(wiremock, command, new([.. inputs]), ct);
        return (result.Success, result.Data?.Value ?? result.Message ?? "");
    }

    public async Task FaultAsync(string arguments, CancellationToken ct)
    {
        var (success, said) = await TryFaultAsync(arguments, ct);
        Assert.True(success, said);
    }
}
