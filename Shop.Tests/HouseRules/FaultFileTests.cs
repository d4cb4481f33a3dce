using System.Text.Json.Nodes;

namespace Shop.Tests.HouseRules;

public class FaultFileTests
{
    [Fact]
    public void Every_stubbed_provider_has_a_fault_file()
    {
        var stubbed = Sources.Named(".json")
            .Where(file => file.StartsWith("AppHost/wiremock/mappings/", StringComparison.Ordinal))
            .SelectMany(file => JsonNode.Parse(Sources.Text(file))!["mappings"]!.AsArray())
            .Select(mapping => (string?)mapping!["metadata"]?["provider"])
            .ToHashSet();

        Assert.Contains("yookassa", stubbed);
        Assert.All(stubbed, provider => Assert.Contains($"AppHost/wiremock/faults/{provider}.json", Sources.Files));
    }
}
