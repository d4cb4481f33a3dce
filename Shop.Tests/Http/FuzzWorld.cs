using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Http;

/// <summary>Goods and an unpaid order of one customer, which requests name and which nobody else changes.</summary>
sealed partial record FuzzWorld(ShopFixture Shop, Customer Customer, Goods Goods, Guid Order)
{
    public static async Task<FuzzWorld> CreateAsync(Customer customer, ShopFixture shop, CancellationToken ct)
    {
        var goods = await Goods.AddAsync(shop.Database, ct, ("Проба", 100.50m, 50));
        using var placed = await customer.Api.PostAsJsonAsync(
            "/api/orders",
            new
            {
                shipping_address = Purchase.Address,
                items = new[] { new { product_id = goods.Ids[0], quantity = 1 } }
            },
            ct);
        return new(shop, customer, goods, (Guid)(await placed.AnswerAsync(HttpStatusCode.Created, ct))["id"]!);
    }

    /// <summary>The orders, payments, refunds, shipments, goods and stock that a request could change.</summary>
    public async Task<string?> StateAsync(CancellationToken ct) => await Shop.Database.ScalarAsync<string>(
        $"""
        select concat_ws(' ',
            (select count(*) from orders.orders where user_id = {Customer.Id}),
            (select concat_ws(' ', status, payment_status, total) from orders.orders where id = {Order}),
            (select string_agg(concat_ws(' ', id, status, amount), ',' order by id)
                from payments.payments where order_id = {Order}),
            (select count(*) from payments.refunds where order_id = {Order}),
            (select count(*) from shipping.shipments where order_id = {Order}),
            (select concat_ws(' ', on_hand, reserved) from inventory.stock where product_id = {Goods.Ids[0]}),
            (select concat_ws(' ', version, archived_at) from catalog.products where id = {Goods.Ids[0]}))
        """, ct);

    public string Fill(string path) => Parameter().Replace(path, parameter => parameter.Value switch
    {
        "{user_id}" or "{userId}" => $"{Customer.Id}",
        "{consumer}" => "nobody",
        _ when path.StartsWith("/api/orders/", StringComparison.Ordinal) => $"{Order}",
        _ when path.Contains("/products/", StringComparison.Ordinal) => $"{Goods.Ids[0]}",
        _ when path.Contains("/items/", StringComparison.Ordinal) => $"{Goods.Ids[0]}",
        _ when path.Contains("/cart/", StringComparison.Ordinal) => $"{Customer.Id}",
        _ => $"{Guid.CreateVersion7()}"
    });

    /// <summary>The body with the ids of this world.</summary>
    public JsonNode Fill(JsonNode body)
    {
        var filled = body.DeepClone();
        Visit(filled);
        return filled;
    }

    void Visit(JsonNode? node)
    {
        if (node is JsonArray list)
            foreach (var element in list)
                Visit(element);
        if (node is not JsonObject fields)
            return;
        foreach (var (name, value) in fields.ToList())
            switch (name)
            {
                case "order_id":
                    fields[name] = $"{Order}";
                    break;
                case "product_id":
                    fields[name] = $"{Goods.Ids[0]}";
                    break;
                // Not among the goods that other tests list.
                case "category" when fields.ContainsKey("sku"):
                    fields[name] = Goods.Category;
                    break;
                case "sku":
                    fields[name] = $"FUZZ-{Guid.CreateVersion7():N}";
                    break;
                case "email" when fields.ContainsKey("password"):
                    fields[name] = Customers.NewEmail();
                    break;
                default:
                    Visit(value);
                    break;
            }
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
