using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Orders;

/// <summary>A customer with something to buy, and the calls of their client.</summary>
sealed record Purchase(ShopFixture Shop, Customer Customer, Goods Goods)
{
    public static readonly object Address = new
    {
        first_name = "Анна",
        last_name = "Ким",
        street = "Лесная, 5",
        city = "Тверь",
        postal_code = "170000"
    };

    public static async Task<Purchase> PrepareAsync(
        ShopFixture shop,
        CancellationToken ct,
        int stock = 10,
        decimal price = 100.50m,
        int kinds = 1) =>
        new(
            shop,
            await Customers.RegisterAsync(shop, ct),
            await Goods.AddAsync(
                shop.Database,
                ct,
                [.. Enumerable.Range(1, kinds).Select(i => ($"Лампа {i}", price * i, stock))]));

    public object Order(int quantity = 1, string? service = null) => new
    {
        shipping_address = Address,
        shipping_method = service,
        items = Goods.Ids.Select(id => new { product_id = id, quantity })
    };

    public async Task<HttpResponseMessage> TryPlaceAsync(
        CancellationToken ct,
        int quantity = 1,
        string? key = null,
        string? service = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders")
        {
            Content = JsonContent.Create(Order(quantity, service))
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await Customer.Api.SendAsync(request, ct);
    }

    public async Task<JsonObject> PlaceAsync(
        CancellationToken ct,
        int quantity = 1,
        string? key = null,
        string? service = null)
    {
        using var response = await TryPlaceAsync(ct, quantity, key, service);
        return await response.AnswerAsync(HttpStatusCode.Created, ct);
    }

    /// <summary>An order for pickup in the store dialect, of the first product.</summary>
    public async Task<JsonObject> PlacePickupAsync(CancellationToken ct, int quantity = 1)
    {
        using var added = await Customer.Api.PostAsJsonAsync(
            $"/cart-api/cart/{Customer.Id}/add", new { product_id = Goods.Ids[0], quantity }, ct);
        await added.AnswerAsync(HttpStatusCode.OK, ct);
        using var response = await Customer.Api.PostAsync($"/cart-api/cart/{Customer.Id}/checkout", null, ct);
        return await response.AnswerAsync(HttpStatusCode.Created, ct);
    }

    /// <summary>An order for pickup that the graph does not hand over by itself.</summary>
    public async Task<JsonObject> PlaceHeldPickupAsync(CancellationToken ct, int quantity = 1)
    {
        while (true)
        {
            var order = await PlacePickupAsync(ct, quantity);
            // On a machine that stood still for ten seconds it may be too late.
            var held = await Shop.Database.ExecuteAsync(
                $"""
                update orders.orders set created_at = now() + interval '1 hour'
                where id = {(Guid)order["id"]!} and status <> 'delivered'
                """, ct);
            if (held == 1)
                return order;
            await Shop.Database.ExecuteAsync(
                $"update inventory.stock set on_hand = on_hand + {quantity} where product_id = {Goods.Ids[0]}", ct);
        }
    }

    public async Task<JsonObject> PayAsync(
        JsonObject order,
        CancellationToken ct,
        string token = "tok_good",
        string? provider = null)
    {
        using var response = await TryPayAsync(order, ct, token, provider);
        return await response.AnswerAsync(HttpStatusCode.OK, ct);
    }

    public async Task<HttpResponseMessage> TryPayAsync(
        JsonObject order,
        CancellationToken ct,
        string token = "tok_good",
        string? provider = null)
    {
        await NeedAsync(provider, ct);
        return await Customer.Api.PostAsJsonAsync(
            "/api/payments/process",
            new { order_id = (string)order["id"]!, payment_method = "bank_card", payment_token = token, provider },
            ct);
    }

    // The graph uses all providers; a shop elsewhere may do without this one.
    async Task NeedAsync(string? provider, CancellationToken ct)
    {
        if (RemoteShop.Address is null || provider is null)
            return;
        var used = await Customer.Api.GetJsonAsync("/api/payments/providers", ct);
        if (used.AsArray().All(name => (string)name! != provider))
            RemoteShop.SkipWithout(provider);
    }

    /// <summary>A payment on the provider's page, which the customer has not visited yet.</summary>
    public async Task<JsonObject> OpenPageAsync(JsonObject order, CancellationToken ct, string? provider = null)
    {
        await NeedAsync(provider, ct);
        using var created = await Customer.Api.PostAsJsonAsync(
            "/api/payments/create",
            new
            {
                order_id = (string)order["id"]!,
                amount = (decimal)order["total"]!,
                currency = "RUB",
                payment_method = "bank_card",
                return_url = "https://shop.example/back?order=1",
                provider
            },
            ct);
        return await created.AnswerAsync(HttpStatusCode.Created, ct);
    }

    public Task<HttpResponseMessage> TryConfirmAsync(JsonObject payment, CancellationToken ct, string token = "ok") =>
        Customer.Api.PostAsJsonAsync(
            "/api/payments/confirm",
            new { payment_id = (string)payment["id"]!, confirmation_token = token },
            ct);

    public async Task<JsonObject> ReadAsync(JsonObject order, CancellationToken ct) =>
        (await Customer.Api.GetJsonAsync($"/api/orders/{order["id"]}", ct)).AsObject();

    /// <summary>The provider's id of the payment.</summary>
    public async Task<string> ProviderIdAsync(JsonObject payment, CancellationToken ct) =>
        (await Shop.Database.ScalarAsync<string>(
            $"select provider_id from payments.payments where id = {(Guid)payment["id"]!}",
            ct))!;

    public Task<HttpResponseMessage> TryRefundAsync(
        JsonObject order,
        CancellationToken ct,
        decimal? amount = null,
        Customer? by = null) =>
        (by ?? Customer).Api.PostAsJsonAsync(
            "/api/payments/refund",
            new
            {
                order_id = (string)order["id"]!,
                amount = amount ?? (decimal)order["total"]!,
                reason = "не подошло"
            },
            ct);

    /// <summary>Waits until the order has this status.</summary>
    public Task<JsonObject> WaitUntilAsync(
        JsonObject order,
        string status,
        CancellationToken ct,
        string field = "status") =>
        Eventually.WaitUntilAsync(
            () => ReadAsync(order, ct),
            now => (string)now[field]! == status,
            TimeSpan.FromSeconds(60),
            $"order {order["number"]} {status}");

    /// <summary>Waits until the provider has refunded the whole sum. The order is refunded from the start.</summary>
    public Task<bool> WaitForRefundAsync(JsonObject order, CancellationToken ct) =>
        Eventually.WaitUntilAsync(
            () => Shop.Database.ScalarAsync<bool>(
                $"""
                select refunded = amount from payments.payments
                where order_id = {(Guid)order["id"]!} and status = 'succeeded'
                """,
                ct),
            isRefunded => isRefunded,
            TimeSpan.FromSeconds(60),
            $"the money of order {order["number"]} is returned");

    /// <summary>The stock of the first product.</summary>
    public async Task<(int OnHand, int Reserved)> StockAsync(CancellationToken ct)
    {
        var stock = (await Shop.Database.ScalarAsync<int[]>(
            $"select array[on_hand, reserved] from inventory.stock where product_id = {Goods.Ids[0]}",
            ct))!;
        return (stock[0], stock[1]);
    }
}
