namespace Shop.Tests.Catalog;

public class HomeTests(ShopFixture shop)
{
    [Fact]
    public async Task The_home_document_has_a_name_a_version_and_links()
    {
        var ct = TestContext.Current.CancellationToken;
        var home = (await shop.Api.GetJsonAsync("/", ct)).AsObject();

        Assert.Equal(["name", "version", "links"], home.Select(field => field.Key));
        Assert.NotEqual("unknown", (string)home["version"]!);
        Assert.All(
            home["links"]!.AsObject(),
            link => Assert.StartsWith("/", (string)link.Value!, StringComparison.Ordinal));
        foreach (var (_, path) in home["links"]!.AsObject())
        {
            using var response = await shop.Api.GetAsync((string)path!, ct);
            Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
        }
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/api/health")]
    public async Task Health_has_a_value_per_dependency(string path)
    {
        var health = (await shop.Api.GetJsonAsync(path, TestContext.Current.CancellationToken)).AsObject();

        Assert.Equal("Healthy", (string)health["status"]!);
        Assert.Equal(
            ["postgres", "rabbitmq", "redis", "schema", "worker"],
            health.Where(field => field.Key != "status").Select(field => field.Key).Order());
        Assert.All(
            health.Where(field => field.Key != "status"),
            dependency => Assert.True((bool)dependency.Value!, dependency.Key));
    }

    [Fact]
    public async Task Alive_checks_this_process_only()
    {
        var ct = TestContext.Current.CancellationToken;

        Assert.Equal("""{"status":"Healthy"}""", await shop.Api.GetStringAsync("/alive", ct));
        Assert.Equal("""{"status":"Healthy"}""", await shop.Web.GetStringAsync("/alive", ct));
    }
}
