using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Pilot.Health;

public class MaintenanceTests(ShopFixture shop)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    // In a year, so that nothing else on the shared graph is in maintenance.
    static readonly DateTimeOffset Later = new(2038, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_admin_announces_maintenance_support_sees_it_and_the_audit_keeps_it()
    {
        var (admin, support) = (await Customers.AdminAsync(shop, Ct), await Customers.SupportAsync(shop, Ct));
        var request = new { minutes = 30, reason = $"Release {Guid.CreateVersion7()}", starts_at = Later };

        using var refused = await support.Api.PostAsJsonAsync("/api/pilot/maintenance", request, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var created = await admin.Api.PostAsJsonAsync("/api/pilot/maintenance", request, Ct);
        var window = await created.AnswerAsync(HttpStatusCode.Created, Ct);

        Assert.Equal(Later.AddMinutes(30), (DateTimeOffset)window["ends_at"]!);
        Assert.Contains(await ListAsync(support), listed => (string)listed!["id"]! == (string)window["id"]!);
        using var ended = await admin.Api.DeleteAsync($"/api/pilot/maintenance/{window["id"]}", Ct);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.DoesNotContain(await ListAsync(support), listed => (string)listed!["id"]! == (string)window["id"]!);
        using var again = await admin.Api.DeleteAsync($"/api/pilot/maintenance/{window["id"]}", Ct);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal(
            ["maintenance.announced", "maintenance.ended"],
            await shop.Database.ScalarAsync<string[]>(
                $"select array_agg(action order by id) from staff.audit where actor = {admin.Id}", Ct) ?? []);
    }

    [Theory]
    [InlineData("""{"minutes":0,"reason":"a"}""", "minutes")]
    [InlineData("""{"minutes":10081,"reason":"a"}""", "minutes")]
    [InlineData("""{"minutes":30}""", "reason")]
    public async Task Maintenance_needs_a_length_and_a_reason(string body, string field)
    {
        var admin = await Customers.AdminAsync(shop, Ct);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var response = await admin.Api.PostAsync("/api/pilot/maintenance", content, Ct);

        var problem = await response.AnswerAsync(HttpStatusCode.BadRequest, Ct);
        Assert.Contains(field, problem["errors"]!.AsObject().Select(error => error.Key));
    }

    static async Task<JsonArray> ListAsync(Customer customer) =>
        (await customer.Api.GetJsonAsync("/api/pilot/maintenance", Ct)).AsArray();
}
