using Shop.Orders;
using Shop.Payments;
using Shop.Web.Http;

namespace Shop.Web.Payments;

sealed class PaymentApi(ShopApiClient api)
{
    static readonly PaymentsJson Json = PaymentsJson.Default;

    /// <summary>
    /// Starts a payment on the provider's page. An order has one payment at a time: a second call returns the same one.
    /// </summary>
    public Task<Payment> StartAsync(Order order, PaymentMethod method, string returnUrl, CancellationToken ct) =>
        api.SendAsync(
            HttpMethod.Post,
            "/api/payments/create",
            new CreatePaymentRequest(
                order.Id, order.Total, order.Currency, method.Name, returnUrl, method.Provider),
            Json.CreatePaymentRequest,
            Json.Payment,
            ct);

    /// <summary>The configured providers.</summary>
    public async Task<List<string>> ProvidersAsync(CancellationToken ct) =>
        await api.GetAsync("/api/payments/providers", Json.ListString, ct) ?? [];

    public Task<Payment?> FindAsync(Guid id, CancellationToken ct) =>
        api.GetAsync($"/api/payments/{id}", Json.Payment, ct);

    public Task<Payment> ConfirmAsync(Guid id, CancellationToken ct) =>
        api.SendAsync(
            HttpMethod.Post,
            "/api/payments/confirm",
            new ConfirmPaymentRequest(id, null),
            Json.ConfirmPaymentRequest,
            Json.Payment,
            ct);

    public Task RefundAsync(
        Guid order, decimal amount, string? reason, CancellationToken ct, string? idempotencyKey = null) =>
        api.SendAsync(
            HttpMethod.Post,
            "/api/payments/refund",
            new RefundRequest(order, amount, reason),
            Json.RefundRequest,
            Json.Refund,
            ct,
            idempotencyKey);
}
