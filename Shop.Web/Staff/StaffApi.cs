using Shop.Accounts;
using Shop.Catalog;
using Shop.Inventory;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Orders;
using Shop.Payments;
using Shop.Staff;
using Shop.Tasks;
using Shop.Web.Http;

namespace Shop.Web.Staff;

/// <summary>The staff part of the API.</summary>
sealed class StaffApi(ShopApiClient api)
{
    static readonly StaffJson Json = StaffJson.Default;

    public async Task<StaffOverview> OverviewAsync(CancellationToken ct) =>
        await api.GetAsync("/api/staff/overview", Json.StaffOverview, ct)
        ?? throw new ShopException(ErrorCode.NotFound, "The overview was not found.");

    public Task<PagedList<OrderSummary>> OrdersAsync(
        string? search, string? status, bool stuck, Guid? customer, string? page, CancellationToken ct,
        string? from = null, string? to = null) =>
        api.ListAsync(
            "/api/staff/orders",
            Json.ListOrderSummary,
            page,
            ct,
            ("search", search),
            ("status", status),
            ("customer", customer?.ToString()),
            ("stuck", stuck ? "true" : null),
            ("from", from),
            ("to", to));

    public async Task<List<TimelineEntry>> TimelineAsync(Guid order, CancellationToken ct) =>
        await api.GetAsync($"/api/staff/orders/{order}/timeline", Json.ListTimelineEntry, ct) ?? [];

    public Task ProcessAsync(Guid order, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, $"/api/orders/{order}/process", ct);

    public Task HandOverAsync(Guid order, string method, CancellationToken ct) =>
        api.SendAsync(
            HttpMethod.Post,
            $"/api/staff/orders/{order}/hand-over",
            new HandOverRequest(method),
            OrdersJson.Default.HandOverRequest,
            ct);

    public Task NotifyAsync(Guid order, string type, string language, CancellationToken ct) =>
        api.SendAsync(
            HttpMethod.Post,
            "/api/notifications/send",
            new NotificationRequest(order, type, language),
            NotificationsJson.Default.NotificationRequest,
            ct);

    public Task<PagedList<PaymentSummary>> PaymentsAsync(
        string? search, string? status, string? page, CancellationToken ct) =>
        api.ListAsync("/api/staff/payments", Json.ListPaymentSummary, page, ct, ("search", search), ("status", status));

    public Task<PagedList<RefundSummary>> RefundsAsync(
        string? search, string? status, string? page, CancellationToken ct) =>
        api.ListAsync("/api/staff/refunds", Json.ListRefundSummary, page, ct, ("search", search), ("status", status));

    public Task<PagedList<StaffProduct>> ProductsAsync(
        string? search, string? shelf, string? page, CancellationToken ct) =>
        api.ListAsync("/api/staff/products", Json.ListStaffProduct, page, ct, ("search", search), ("shelf", shelf));

    public Task<StaffProduct?> ProductAsync(Guid id, CancellationToken ct) =>
        api.GetAsync($"/api/staff/products/{id}", Json.StaffProduct, ct);

    public Task ChangeProductAsync(Guid id, string tag, ProductChange change, CancellationToken ct) =>
        api.ChangeAsync(HttpMethod.Patch, $"/api/products/{id}", tag, change, CatalogJson.Default.ProductChange, ct);

    public Task<Product> AddProductAsync(ProductRequest product, CancellationToken ct) =>
        api.SendAsync(
            HttpMethod.Post,
            "/api/products",
            product,
            CatalogJson.Default.ProductRequest,
            CatalogJson.Default.Product,
            ct);

    public Task RestoreAsync(Guid id, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, $"/api/staff/products/{id}/restore", ct);

    public Task ArchiveAsync(Guid id, string tag, CancellationToken ct) =>
        api.DeleteAsync($"/api/products/{id}", tag, ct);

    public Task AdjustAsync(Guid id, int change, string reason, CancellationToken ct) =>
        api.SendAsync(
            HttpMethod.Post,
            $"/api/staff/products/{id}/stock",
            new StockAdjustment(change, reason),
            Json.StockAdjustment,
            ct);

    public async Task<SyncStatus> SyncStatusAsync(CancellationToken ct) =>
        await api.GetAsync("/api/inventory/status", InventoryJson.Default.SyncStatus, ct) ?? SyncStatus.Never;

    public Task SyncAsync(CancellationToken ct) => api.SendAsync(HttpMethod.Post, "/api/inventory/sync", ct);

    public Task<PagedList<Discrepancy>> DiscrepanciesAsync(string? page, CancellationToken ct) =>
        api.ListAsync("/api/inventory/discrepancies", InventoryJson.Default.ListDiscrepancy, page, ct);

    public async Task<List<WaitingLetters>> QueuesAsync(CancellationToken ct) =>
        await api.GetAsync("/api/messaging/dead-letters/queues", MessagingJson.Default.ListWaitingLetters, ct) ?? [];

    public Task<PagedList<DeadLetter>> DeadLettersAsync(string? consumer, string? page, CancellationToken ct) =>
        api.ListAsync(
            "/api/messaging/dead-letters", MessagingJson.Default.ListDeadLetter, page, ct, ("consumer", consumer));

    public Task<DeadLetter?> LetterAsync(string consumer, Guid id, CancellationToken ct) =>
        api.GetAsync($"{PathOf(consumer)}/{id}", MessagingJson.Default.DeadLetter, ct);

    public Task ReplayAsync(string consumer, Guid? id, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, $"{PathOf(consumer)}{(id is null ? "" : $"/{id}")}/replay", ct);

    public Task<PagedList<TaskSummary>> TasksAsync(string? status, string? page, CancellationToken ct) =>
        api.ListAsync("/api/staff/tasks", Json.ListTaskSummary, page, ct, ("status", status));

    public Task RetryAsync(Guid task, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, $"/api/staff/tasks/{task}/retry", ct);

    public Task<PagedList<Account>> CustomersAsync(string? search, string? page, CancellationToken ct) =>
        api.ListAsync("/api/staff/customers", Json.ListAccount, page, ct, ("search", search));

    public Task<CustomerFile?> CustomerAsync(Guid id, CancellationToken ct) =>
        api.GetAsync($"/api/staff/customers/{id}", Json.CustomerFile, ct);

    public Task ChangeRoleAsync(Guid account, string role, CancellationToken ct) =>
        api.SendAsync(
            HttpMethod.Put,
            $"/api/users/{account}/role",
            new RoleRequest(role),
            AccountsJson.Default.RoleRequest,
            ct);

    public Task<PagedList<AuditEntry>> AuditAsync(
        string? subject, string? actor, string? page, CancellationToken ct) =>
        api.ListAsync("/api/staff/audit", Json.ListAuditEntry, page, ct, ("subject", subject), ("actor", actor));

    static string PathOf(string consumer) => $"/api/messaging/dead-letters/{Uri.EscapeDataString(consumer)}";
}
