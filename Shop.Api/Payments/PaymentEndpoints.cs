using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ServiceDefaults;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Http;
using Shop.Api.Orders;
using Shop.Orders;
using Shop.Payments;
using Shop.Staff;

namespace Shop.Api.Payments;

static class PaymentEndpoints
{
    public static void MapPayments(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/payments").WithTags("Payments").RequireRole(Role.Customer);
        api.MapPost("/process", Process).Idempotent().LimitRate(RateLimits.Purchases).ProducesProblem(402).ProducesProblem(409);
        api.MapPost("/create", Create).Idempotent().LimitRate(RateLimits.Purchases).ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/confirm", Confirm).Idempotent().LimitRate(RateLimits.Purchases).ProducesProblem(402).ProducesProblem(409);
        api.MapPost("/refund", Refund).Idempotent().LimitRate(RateLimits.Purchases).ProducesProblem(422);
        api.MapGet("/{id:guid}", Find);
        api.MapGet("/providers", Providers);
        routes.MapPaymentWebhooks();
    }

    /// <param name="request" example='{"order_id":"019b76da-abe8-711d-ab0d-549b6f03675a","payment_method":"bank_card",
    /// "payment_token":"tok_..."}'>The order and the means of payment.</param>
    /// <response code="402">The provider declined it; detail says why.</response>
    /// <response code="404">There is no such order.</response>
    /// <response code="409">The order can no longer be paid.</response>
    internal static async Task<Results<Ok<Payment>, ProblemHttpResult, NotFound>> Process(
        ProcessPaymentRequest request, HttpContext http, CurrentUser user, OrderStore orders, PaymentStore payments,
        CancellationToken ct)
    {
        if (await orders.FindToPayAsync(user, request.OrderId!.Value, ct) is not { } order)
            return TypedResults.NotFound();
        var payment = await payments.StartAsync(
            order,
            new(
                http.EffectId(),
                request.Provider,
                request.PaymentMethod,
                request.PaymentToken,
                CustomerAddress: RemoteAddress.Of(http)?.ToString(),
                Act: user.AuditIfStaff(http, "payment.started", order.Id)),
            ct);
        return payment.Status == PaymentState.Failed ? Declined(payment) : TypedResults.Ok(payment);
    }

    /// <param name="request" example='{"order_id":"019b76da-abe8-711d-ab0d-549b6f03675a","amount":904.50,
    /// "currency":"RUB","payment_method":"bank_card","return_url":"https://shop.example/orders"}
    /// '>The order, and where the provider sends the customer afterwards.</param>
    /// <response code="404">There is no such order.</response>
    /// <response code="409">The order can no longer be paid.</response>
    /// <response code="422">The amount is not the order's.</response>
    internal static async Task<Results<Created<Payment>, NotFound>> Create(
        CreatePaymentRequest request, HttpContext http, CurrentUser user, OrderStore orders, PaymentStore payments,
        IOptions<PaymentOptions> options, CancellationToken ct)
    {
        if (await orders.FindToPayAsync(user, request.OrderId!.Value, ct) is not { } order)
            return TypedResults.NotFound();
        if (request.Amount != order.Total
            || !order.Currency.Equals(request.Currency ?? order.Currency, StringComparison.OrdinalIgnoreCase))
            throw new ShopException(ErrorCode.Unprocessable, $"The order's total is {order.Total} {order.Currency}.");
        var payment = await payments.StartAsync(
            order,
            new(
                http.EffectId(),
                request.Provider,
                request.PaymentMethod,
                ReturnUrl: request.ReturnUrl ?? options.Value.ReturnUrl.AbsoluteUri,
                Act: user.AuditIfStaff(http, "payment.started", order.Id)),
            ct);
        return TypedResults.Created($"/api/payments/{payment.Id}", payment);
    }

    /// <param name="request" example='{"payment_id":"019b76da-abe8-711d-ab0d-549b6f03675a","confirmation_token":"..."}
    /// '>The payment that the customer has confirmed.</param>
    /// <response code="402">The provider declined it.</response>
    /// <response code="404">There is no such payment.</response>
    /// <response code="409">The customer has not confirmed it yet.</response>
    internal static async Task<Results<Ok<Payment>, ProblemHttpResult, NotFound>> Confirm(
        ConfirmPaymentRequest request, HttpContext http, CurrentUser user, PaymentStore payments, AuditTrail trail,
        CancellationToken ct)
    {
        if (await FindForAsync(request.PaymentId!.Value, user, payments, ct) is not { } payment)
            return TypedResults.NotFound();
        if (user.AuditIfStaff(http, "payment.confirmed", payment.OrderId) is { } act)
            await trail.AddAsync(act, ct);
        var confirmed = await payments.ConfirmAsync(payment, request.ConfirmationToken, ct);
        return confirmed.Status == PaymentState.Failed ? Declined(confirmed) : TypedResults.Ok(confirmed);
    }

    /// <param name="request" example='{"order_id":"019b76da-abe8-711d-ab0d-549b6f03675a","amount":100.00,
    /// "reason":"Не подошло"}'>The amount to refund.</param>
    /// <response code="404">There is no such order.</response>
    /// <response code="403">It is a part of the sum, or the order has been shipped: ask support.</response>
    /// <response code="422">The refund exceeds the remaining amount.</response>
    internal static async Task<Results<Created<Refund>, NotFound>> Refund(
        RefundRequest request, HttpContext http, CurrentUser user, OrderStore orders, Refunds refunds,
        CancellationToken ct)
    {
        if (await orders.FindForAsync(user, request.OrderId!.Value, ct) is not { } order)
            return TypedResults.NotFound();
        var detail = JsonSerializer.Serialize(request, PaymentsJson.Default.RefundRequest);
        var act = user.AuditIfStaff(http, "refund.requested", order.Id, detail);
        // Parts of the sum, and shipped goods, which have to be returned first, are for support to check.
        var refund = await refunds.RequestAsync(
            http.EffectId(), order.Id, request.Amount!.Value, request.Reason ?? "", !user.Includes(Role.Support), ct,
            act);
        return TypedResults.Created($"/api/payments/{refund.PaymentId}", refund);
    }

    static async Task<Results<Ok<Payment>, NotFound>> Find(
        Guid id, CurrentUser user, PaymentStore payments, CancellationToken ct) =>
        await FindForAsync(id, user, payments, ct) is { } payment
            ? TypedResults.Ok(payment)
            : TypedResults.NotFound();

    /// <summary>
    /// The providers that the shop has an account with. It is not in the contract; the site's checkout offers these.
    /// </summary>
    static Ok<List<string>> Providers(PaymentGateways gateways) => TypedResults.Ok(gateways.Names);

    static ProblemHttpResult Declined(Payment payment) =>
        TypedResults.Problem(
            payment.Failure,
            statusCode: StatusCodes.Status402PaymentRequired,
            title: "The payment was declined.");

    static async Task<Payment?> FindForAsync(
        Guid id, CurrentUser user, PaymentStore payments, CancellationToken ct) =>
        await payments.FindWithOwnerAsync(id, ct) is { } found && user.IsOrIncludes(found.Owner, Role.Support)
            ? found.Payment
            : null;
}
