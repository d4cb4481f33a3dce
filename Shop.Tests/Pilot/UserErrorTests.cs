using System.Net;
using System.Net.Http.Json;
using Shop.Database;
using Shop.Pilot;
using Shop.Pilot.Errors;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Pilot;

public class UserErrorTests(ShopFixture shop)
{
    readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_gets_the_errors_that_met_them_and_leaves_none_behind_with_the_account()
    {
        var customer = await Customers.RegisterAsync(shop, _ct);
        var incident = Incidents.Of($"E{SentryDoor.Unique()}") with { User = UserHash.NumberOf($"{customer.Id}") };
        await new IncidentWriter(shop.Database).WriteAsync(incident, _ct);

        using var exported = await customer.Api.GetAsync("/api/users/export", _ct);
        var export = await exported.AnswerAsync(HttpStatusCode.OK, _ct);
        Assert.Equal(incident.Type, (string)Assert.Single(export["errors"]!.AsArray())!["title"]!);

        using var deleted = await customer.Api.PostAsJsonAsync(
            "/api/users/delete", new { password = Customers.Password }, _ct);
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);

        var id = $"{customer.Id}";
        Assert.Equal("1 0 0 0", await shop.Database.ScalarAsync<string>(
            $"""
            select concat_ws(' ', count(*), count(user_hash), count(*) filter (where strpos(data::text, {id}) > 0),
                (select count(*) from pilot.report_users u where u.report_id = min(o.report_id::text)::uuid))
            from pilot.occurrences o where id = {incident.Id}
            """, _ct));
    }
}
