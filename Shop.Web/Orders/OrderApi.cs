using Shop.Orders;
using Shop.Web.Http;

namespace Shop.Web.Orders;

sealed class OrderApi(ShopApiClient api)
{
    public const int PageSize = 20;
    static readonly OrdersJson Json = OrdersJson.Default;

    /// <summary>Orders what is in the cart. The idempotency key makes a retry return the same order.</summary>
    public Task<Order> PlaceAsync(
        Address address, string carrier, string paymentMethod, string key, CancellationToken ct) =>
        api.SendAsync(
            HttpMethod.Post,
            "/api/orders",
            new OrderRequest(address, null, paymentMethod, carrier, null),
            Json.OrderRequest,
            Json.Order,
            ct,
            key);

    public async Task<OrderView?> FindAsync(Guid id, CancellationToken ct) =>
        await api.GetAsync($"/api/orders/{id}", Json.Order, ct) is { } order ? OrderView.Of(order) : null;

    public async Task<OrderView?> FindWithTokenAsync(Guid id, string access, CancellationToken ct) =>
        await api.GetWithTokenAsync($"/api/orders/{id}", Json.Order, access, ct) is { } order
            ? OrderView.Of(order)
            : null;

    public async Task<CountedResult<List<Order>>> ListAsync(int page, CancellationToken ct, int limit = PageSize) =>
        await api.GetCountedAsync($"/api/orders?page={page}&limit={limit}", Json.ListOrder, ct) ?? new([], 0);

    public Task CancelAsync(Guid id, string? reason, CancellationToken ct) =>
        api.SendAsync(
            HttpMethod.Post,
            $"/api/orders/{id}/cancel",
            new CancelRequest(string.IsNullOrWhiteSpace(reason) ? null : reason),
            Json.CancelRequest,
            ct);
}
