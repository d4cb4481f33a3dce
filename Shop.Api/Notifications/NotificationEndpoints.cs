using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Http;
using Shop.Api.Orders;
using Shop.Notifications;
using Shop.Notifications.Templates;
using Shop.Orders;
using Shop.Tasks;

namespace Shop.Api.Notifications;

static class NotificationEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/notifications").WithTags("Notifications");
        api.MapPost("/send", Send).RequireRole(Role.Support).ProducesProblem(422);
        api.MapGet("/order/{id:guid}", OfOrder).RequireRole(Role.Customer);
    }

    public static void AddNotifications(this IServiceCollection services) =>
        services.AddSingleton<NotificationStore>();

    /// <param name="request" example='{"order_id":"019b76da-abe8-711d-ab0d-549b6f03675a",
    /// "notification_type":"order_confirmation"}'>The order and the notification to send.</param>
    /// <response code="422">There is no such notification.</response>
    internal static async Task<Results<Accepted<TaskAccepted>, NotFound>> Send(
        NotificationRequest request, CurrentUser user, HttpContext http, OrderStore orders, TaskStore tasks,
        CancellationToken ct)
    {
        if (await orders.FindAsync(request.OrderId!.Value, ct) is not { } order)
            return TypedResults.NotFound();
        var template = NotificationTemplates.OfOrder(order, request.NotificationType!)
            ?? throw new ShopException(
                ErrorCode.Unprocessable,
                $"The notification_type must be one of {string.Join(", ", NotificationTemplates.NamesFor(order))}.");
        var subject = JsonSerializer.Serialize(
            request with { NotificationType = template }, NotificationsJson.Default.NotificationRequest);
        var act = user.Audit(http, NotificationRequest.TaskKind, $"{request.OrderId}", subject);
        var task = await tasks.RequestAsync(NotificationRequest.TaskKind, user.Id, subject, ct, act);
        return TypedResults.Accepted((string?)null, task);
    }

    static async Task<Results<Ok<List<NotificationReport>>, NotFound>> OfOrder(
        Guid id, CurrentUser user, OrderStore orders, NotificationStore notifications, CancellationToken ct) =>
        await orders.FindForAsync(user, id, ct) is not null
            ? TypedResults.Ok(await notifications.OfOrderAsync(id, ct))
            : TypedResults.NotFound();
}
