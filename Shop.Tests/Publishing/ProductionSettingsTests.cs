using Microsoft.Extensions.Configuration;
using ServiceDefaults;

namespace Shop.Tests.Publishing;

public class ProductionSettingsTests
{
    static readonly Dictionary<string, string?> Deployed = new()
    {
        ["Accounts:FounderEmail"] = "founder@mayak.ru",
        ["ConnectionStrings:redis"] = "redis:6380",
        ["Notifications:SendGrid:ApiKey"] = "SG.x",
        ["Notifications:SendGrid:FromAddress"] = "shop@mayak.ru",
        ["Notifications:SiteAddress"] = "https://mayak.ru",
        ["Notifications:Smtp:Host"] = "",
        ["Payments:ReturnUrl"] = "https://mayak.ru/orders",
        ["TrustedProxies:0"] = "100.64.0.0/10"
    };

    [Fact]
    public void A_deployment_is_accepted() => Assert.Empty(Problems());

    [Theory]
    [InlineData("Accounts:GrantRolesOnRegistration", "true")]
    [InlineData("Accounts:StaffEmails:0", "test@example.com")]
    [InlineData("Database:SampleGoods", "True")]
    [InlineData("Notifications:SendGrid:ApiKey", "SG.development")]
    [InlineData("Notifications:SiteAddress", "http://mayak.ru")]
    [InlineData("Notifications:SiteAddress", "https://localhost:5300")]
    [InlineData("Notifications:Smtp:UseTls", "false")]
    [InlineData("Orders:PickUpAfter", "00:00:10")]
    [InlineData("Payments:ReturnUrl", "https://shop.example/orders")]
    [InlineData("Payments:YooKassa:BaseAddress", "http://wiremock:8080")]
    [InlineData("Payments:YooKassa:Sources:100", "127.0.0.0/8")]
    [InlineData("Pilot:PublicStatistics", "true")]
    [InlineData("RateLimits:Enabled", "false")]
    [InlineData("RateLimits:LoadTest", "true")]
    [InlineData("Site:Https", "false")]
    [InlineData("Staff:DashboardAddress", "http://localhost:15080")]
    [InlineData("TrustedProxies:0", "0.0.0.0/0")]
    public void A_setting_of_development_is_named_without_its_value(string setting, string value)
    {
        var problem = Assert.Single(Problems((setting, value)));

        Assert.StartsWith($"{setting} ", problem, StringComparison.Ordinal);
        if (value.Length > 5)
            Assert.DoesNotContain(value, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Payments:ReturnUrl")]
    [InlineData("Notifications:SendGrid:FromAddress")]
    public void What_has_only_a_default_of_development_must_be_set(string setting) =>
        Assert.Equal([$"{setting} is not set"], Problems((setting, "")));

    static List<string> Problems(params (string Setting, string Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(Deployed);
        foreach (var (setting, value) in changes)
            settings[setting] = value;
        return [.. ProductionSettings.Problems(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())];
    }
}
