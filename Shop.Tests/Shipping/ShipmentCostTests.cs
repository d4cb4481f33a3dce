using System.Net.Http.Json;
using Shop.Tests.Orders;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Shipping;

/// <summary>What one shipment costs the database and the carrier, counted in its trace.</summary>
public class ShipmentCostTests(ShopFixture shop)
{
    const string Work = "process shipping.create_shipment";

    [Theory]
    [InlineData(CarrierHost.Cdek, 2)]
    [InlineData(CarrierHost.Boxberry, 1)]
    [InlineData(CarrierHost.Post, 3)]
    [InlineData("standard", 2)]
    public async Task A_shipment_costs_three_statements_and_its_carriers_calls(string service, int calls)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var seen = new List<string>();
        IReadOnlyList<ReceivedSpan> work = [];
        // Two workers take turns. The first time, each of them also logs in or fetches the price.
        while (seen.Count < 6 && !seen.Contains($"3 + {calls}"))
        {
            work = await ShipAsync(purchase, service, ct);
            seen.Add($"{work.Count(span => span.Source == "Npgsql")} + {work.Count(span => span.Source != "Npgsql")}");
        }

        Assert.True(seen.Contains($"3 + {calls}"), $"{string.Join(", ", seen)}\n{OtlpReceiver.Describe(work)}");
    }

    /// <summary>The worker's outgoing calls while it creates the shipment of a new order.</summary>
    async Task<IReadOnlyList<ReceivedSpan>> ShipAsync(Purchase purchase, string service, CancellationToken ct)
    {
        var order = await purchase.PlaceAsync(ct, service: service);
        var click = TraceParent.New();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/payments/process")
        {
            Content = JsonContent.Create(new { order_id = (string)order["id"]!, payment_token = "tok_good" })
        };
        request.Headers.Add("traceparent", click.ToString());
        using (var response = await purchase.Customer.Api.SendAsync(request, ct))
            response.EnsureSuccessStatusCode();
        var trace = await shop.Telemetry.WaitForTraceAsync(
            click.TraceId,
            spans => spans.Any(span => span.Name == Work));
        var process = trace.First(span => span.Name == Work);
        return [.. trace.Where(span => span.ParentId == process.Id && span.Kind == SpanKind.Client)];
    }
}
