using System.Text.Json.Nodes;

namespace Shop.Tests.HouseRules;

public class FaultFileTests
{
    [Fact]
    public void Every_provider_with_stubs_can_have_a_bad_day()
    {
        var stubbed = Sources.Named(".json").Where(file => file.StartsWith("AppHost/wiremock/mappings/", StringComparison.Ordinal))
            .SelectMany(file => JsonNode.Parse(Sources.Text(file))!["mappings"]!.AsArray()).Select(mapping => (string?)mapping!["metadata"]?["provider"]).ToHashSet();

        Assert.Contains("yookassa", stubbed);
        Assert.All(stubbed, provider => Assert.Contains($"AppHost/wiremock/faults/{provider}.json", Sources.Files));
    }
}
