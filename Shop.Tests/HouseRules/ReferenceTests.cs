using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Shop.Tests.HouseRules;

public class ReferenceTests
{
    [Fact]
    public void The_site_references_no_database_or_broker_client()
    {
        string[] clients =
        [
            "Npgsql", "RabbitMQ.Client", "StackExchange.Redis",
            "Aspire.Npgsql", "Aspire.RabbitMQ.Client", "Aspire.StackExchange.Redis"
        ];
        var references = ReferencesOf("Shop.Web");

        Assert.Contains("Shop", references);
        Assert.Empty(references.Intersect(clients));
    }

    [Fact]
    public void The_shared_assembly_does_not_reference_ASP_NET_Core()
    {
        var references = ReferencesOf("Shop");

        Assert.Contains("Npgsql", references);
        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        Assert.DoesNotContain(references, name => name.StartsWith("Aspire", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Shop.Api")]
    [InlineData("Shop.Worker")]
    [InlineData("Shop.Web")]
    [InlineData("Shop.Voice")]
    public void No_host_references_another(string host)
    {
        string[] hosts = ["Shop.Api", "Shop.Worker", "Shop.Web", "Shop.Voice", "AppHost"];

        Assert.Empty(ReferencesOf(host).Intersect(hosts));
    }

    [Theory]
    [InlineData("Shop.Api")]
    [InlineData("Shop.Worker")]
    [InlineData("Shop.Web")]
    [InlineData("Shop.Voice")]
    [InlineData("Shop")]
    public void Production_assemblies_do_not_reference_test_libraries(string assembly) =>
        Assert.DoesNotContain(
            ReferencesOf(assembly),
            name => name.Contains("Moq", StringComparison.Ordinal)
                || name.Contains("NSubstitute", StringComparison.Ordinal)
                || name.StartsWith("xunit", StringComparison.Ordinal));

    static List<string> ReferencesOf(string project)
    {
        using var file = File.OpenRead(Repository.AssemblyOf(project));
        using var assembly = new PEReader(file);
        var metadata = assembly.GetMetadataReader();
        return
        [
            .. from reference in metadata.AssemblyReferences
               select metadata.GetString(metadata.GetAssemblyReference(reference).Name)
        ];
    }
}
