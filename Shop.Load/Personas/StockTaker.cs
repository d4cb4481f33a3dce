using System.Globalization;
using Shop.Load.Http;

namespace Shop.Load.Personas;

/// <summary>What a persona does with the rights of a staff account.</summary>
sealed class StockTaker(string token)
{
    /// <summary>Sells one unit at the counter. What is sold out stays sold out.</summary>
    public Task CountAsync(ShopClient shop, ProductCard product, CancellationToken ct)
    {
        var sold = LoadJson.Write(new NewQuantity(1), LoadJson.Default.NewQuantity);
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/products/{product.Id}/inventory");
        var call = new HttpCall("PUT", path, "/api/products/{id}/inventory") { Body = sold, Token = token };
        return shop.SendAsync(call, ct, 409);
    }
}
