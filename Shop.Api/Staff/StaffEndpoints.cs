using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Http;
using Shop.Api.Orders;
using Shop.Catalog;
using Shop.Orders;
using Shop.Payments;
using Shop.Staff;
using Shop.Tasks;

namespace Shop.Api.Staff;

/// <summary>The routes for staff only. For everything else staff use the routes of customers.</summary>
static class StaffEndpoints
{
    public static void MapStaff(this IEndpointRouteBuilder routes)
    {
        var support = routes.MapGroup("/api/staff").WithTags("Staff").RequireRole(Role.Support);
        support.MapGet("/overview", Overview);
        support.MapGet("/orders", Orders);
        support.MapGet("/orders/{id:guid}/timeline", Timeline);
        support.MapGet("/payments", Payments);
        support.MapGet("/refunds", Refunds);
        support.MapGet("/customers", Customers);
        support.MapGet("/customers/{id:guid}", Customer);

        var staff = support.MapGroup("").RequireRole(Role.Staff);
        staff.MapGet("/products", Products);
        staff.MapGet("/products/{id:guid}", Product);
        staff.MapPost("/orders/{id:guid}/hand-over", HandOver).ProducesProblem(409);
        staff.MapPost("/products/{id:guid}/stock", Adjust).ProducesProblem(409);
        staff.MapPost("/products/{id:guid}/restore", Restore);
        staff.MapGet("/tasks", Tasks);
        staff.MapPost("/tasks/{id:guid}/retry", Retry).ProducesProblem(409);
        staff.MapGet("/audit", Audit);
    }

    static async Task<Ok<StaffOverview>> Overview(Overviews overviews, CancellationToken ct) =>
        TypedResults.Ok(await overviews.CountAsync(ct));

    static Task<Ok<List<OrderSummary>>> Orders(
        [AsParameters] OrderQuery query, [AsParameters] Paging paging, [AsParameters] TimeRange time,
        OrderQueries queries, CancellationToken ct,
        [StringLength(200)] string? search = null, Guid? customer = null, bool stuck = false)
    {
        var (from, to) = time.Read();
        var filter = new OrderFilter(search, query.Read(), customer, stuck, from, to);
        return paging.AnswerAsync((page, limit) => queries.ListAsync(filter, page, limit, ct));
    }

    static async Task<Results<Ok<List<TimelineEntry>>, NotFound>> Timeline(
        Guid id, OrderTimeline timeline, CancellationToken ct) =>
        await timeline.OfAsync(id, ct) is { Count: > 0 } entries
            ? TypedResults.Ok(entries)
            : TypedResults.NotFound();

    static Task<Ok<List<PaymentSummary>>> Payments(
        [AsParameters] Paging paging, PaymentQueries queries, CancellationToken ct,
        [AllowedValues(null, "pending", "succeeded", "failed", PaymentQueries.Unanswered)] string? status = null,
        [StringLength(200)] string? search = null) =>
        paging.AnswerAsync((page, limit) => queries.PaymentsAsync(status, search, page, limit, ct));

    static Task<Ok<List<RefundSummary>>> Refunds(
        [AsParameters] Paging paging, PaymentQueries queries, CancellationToken ct,
        [NameOf<PaymentState>] string? status = null,
        [StringLength(200)] string? search = null) =>
        paging.AnswerAsync((page, limit) =>
            queries.RefundsAsync(EnumNames.Find<PaymentState>(status), search, page, limit, ct));

    static Task<Ok<List<Account>>> Customers(
        [AsParameters] Paging paging, AccountStore accounts, CancellationToken ct,
        [StringLength(200)] string? search = null, [NameOf<Role>] string? role = null) =>
        paging.AnswerAsync((page, limit) => accounts.ListAsync(
            search, page, limit, ct, EnumNames.Find<Role>(role) ?? Role.Customer));

    static async Task<Results<Ok<CustomerFile>, NotFound>> Customer(
        Guid id, AccountStore accounts, OrderStore orders, CancellationToken ct)
    {
        if (await accounts.FindAsync(id, ct) is not { } account)
            return TypedResults.NotFound();
        var statistics = (await orders.StatisticsAsync(id, ct))!;
        return TypedResults.Ok(new CustomerFile(account, statistics, await accounts.EventsAsync(id, 30, ct)));
    }

    /// <param name="request" example='{"payment_method":"cash"}'>How the customer paid.</param>
    /// <response code="409">The order is not for pickup, not ready, or no longer waits.</response>
    internal static async Task<Results<Ok<Order>, NotFound>> HandOver(
        Guid id, HandOverRequest? request, CurrentUser user, HttpContext http, OrderStore orders, Counter counter,
        CancellationToken ct)
    {
        if (await orders.FindAsync(id, ct) is null)
            return TypedResults.NotFound();
        var method = request?.PaymentMethod ?? Counter.Cash;
        var detail = JsonSerializer.Serialize(new(method), OrdersJson.Default.HandOverRequest);
        if (!await counter.HandOverAsync(id, method, ct, user.Audit(http, "order.handed_over", $"{id}", detail)))
            throw new ShopException(ErrorCode.Conflict, "The order does not wait for pickup.");
        return TypedResults.Ok((await orders.FindAsync(id, ct))!);
    }

    static Task<Ok<List<StaffProduct>>> Products(
        [AsParameters] Paging paging, ProductQueries queries, CancellationToken ct,
        [StringLength(200)] string? search = null, [StringLength(200)] string? category = null,
        [AllowedValues("for_sale", "low", "archived")] string shelf = "for_sale")
    {
        var chosen = shelf switch
        {
            "low" => ProductShelf.Low,
            "archived" => ProductShelf.Archived,
            _ => ProductShelf.ForSale
        };
        return paging.AnswerAsync((page, limit) => queries.ListAsync(search, category, chosen, page, limit, ct));
    }

    static async Task<Results<Ok<StaffProduct>, NotFound>> Product(
        Guid id, ProductQueries queries, CancellationToken ct) =>
        await queries.FindAsync(id, ct) is { } product ? TypedResults.Ok(product) : TypedResults.NotFound();

    /// <param name="adjustment" example='{"change":-2,"reason":"Разбились при перевозке"}
    /// '>The change and its reason.</param>
    /// <response code="409">The remaining stock would be less than what orders have reserved.</response>
    internal static async Task<Results<Ok<StaffProduct>, NotFound>> Adjust(
        Guid id, StockAdjustment adjustment, CurrentUser user, HttpContext http, ProductQueries queries,
        ResponseCache responses, CancellationToken ct)
    {
        if (adjustment.Change is 0)
            throw ShopException.Invalid("change", "must not be 0");
        var detail = JsonSerializer.Serialize(adjustment, StaffJson.Default.StockAdjustment);
        var act = user.Audit(http, "stock.adjusted", $"{id}", detail);
        if (await queries.AdjustAsync(id, adjustment.Change!.Value, act, ct) is not { } product)
            return TypedResults.NotFound();
        responses.Clear();
        return TypedResults.Ok(product);
    }

    static async Task<Results<Ok<StaffProduct>, NotFound>> Restore(
        Guid id, CurrentUser user, HttpContext http, ProductQueries queries, ResponseCache responses,
        CancellationToken ct)
    {
        if (await queries.RestoreAsync(id, user.Audit(http, "product.restored", $"{id}"), ct) is not { } product)
            return TypedResults.NotFound();
        responses.Clear();
        return TypedResults.Ok(product);
    }

    static Task<Ok<List<TaskSummary>>> Tasks(
        [AsParameters] Paging paging, TaskQueries queries, CancellationToken ct,
        [NameOf<TaskState>] string? status = null) =>
        paging.AnswerAsync((page, limit) => queries.ListAsync(EnumNames.Find<TaskState>(status), page, limit, ct));

    /// <response code="409">The task has not failed.</response>
    internal static async Task<Results<Accepted<TaskAccepted>, NotFound>> Retry(
        Guid id, CurrentUser user, HttpContext http, TaskQueries queries, TaskStore tasks, CancellationToken ct)
    {
        if (await queries.RetryAsync(id, user.Audit(http, "task.retried", $"{id}"), ct))
            return TypedResults.Accepted($"/api/tasks/{id}/status", new TaskAccepted(id));
        if (await tasks.FindAsync(id, ct) is not { } task)
            return TypedResults.NotFound();
        throw new ShopException(
            ErrorCode.Conflict,
            $"The task is {task.Status.Spelling()}; only a failed task can be retried.");
    }

    static Task<Ok<List<AuditEntry>>> Audit(
        [AsParameters] Paging paging, AuditTrail trail, CancellationToken ct,
        [StringLength(200)] string? subject = null, Guid? actor = null) =>
        paging.AnswerAsync((page, limit) => trail.ListAsync(subject, actor, page, limit, ct));
}
