using System.Text.Json.Serialization;
using Shop.Accounts;
using Shop.Carts;
using Shop.Orders;

namespace Shop.Api.Accounts;

/// <summary>A customer with cart and latest orders, in the store dialect.</summary>
public sealed record CustomerOverview(
    Account User,
    StoreCart Cart,
    List<StoreOrder> Orders,
    OrderStatistics Statistics);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CustomerOverview))]
sealed partial class OverviewJson : JsonSerializerContext;
