using System.Net;
using Shop.Database;
using Shop.Pilot.Requests;
using Shop.Tests.Accounts;

namespace Shop.Tests.Pilot;

public class RequestMonitoringTests(ShopFixture shop)
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_request_is_stored_with_its_route_status_statements_trace_and_without_its_user()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        var trace = Guid.CreateVersion7();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/orders/{Guid.CreateVersion7()}");
        request.Headers.Add("traceparent", $"00-{trace:N}-00f067aa0ba902b7-01");
        using var response = await customer.Api.SendAsync(request, ct);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);

        var stored = await Eventually.WaitUntilAsync(
            () => shop.Database.QuerySingleAsync<StoredRequest>(
                $"""
                select t.source, t.method, t.route, r.status, r.statements, r.duration_us, r.sql_us, r.user_hash
                from pilot.requests r join pilot.request_routes t on t.id = r.route_id where r.trace_id = {trace}
                """, ct),
            stored => stored is not null,
            Timeout,
            "the measurement");

        Assert.Equal(
            (RequestSource.Api, "GET", "/api/orders/{id:guid}", 404, 1),
            (stored!.Source, stored.Method, stored.Route, stored.Status, stored.Statements));
        Assert.InRange(stored.SqlTime, 1, stored.Duration);
        Assert.NotNull(stored.User);
        Assert.NotEqual(customer.Id, stored.User);
    }

    sealed record StoredRequest(
        RequestSource Source,
        string Method,
        string Route,
        short Status,
        short Statements,
        int Duration,
        int SqlTime,
        Guid? User) : IRow<StoredRequest>
    {
        public static StoredRequest Read(RowReader row) => new(
            row.Named<RequestSource>(),
            row.Get<string>(),
            row.Get<string>(),
            row.Get<short>(),
            row.Get<short>(),
            row.Get<int>(),
            row.Get<int>(),
            row.Get<Guid?>());
    }
}
