using System.Text.Json;
using Shop.Notifications;
using Shop.Tasks;

namespace Shop.Worker.Notifications;

/// <summary>Sends a notification that support has requested.</summary>
sealed class SendOrderNotification(OrderNotifications notifications) : ITaskRunner
{
    public string Kind => NotificationRequest.TaskKind;

    public async Task<string> RunAsync(ScheduledTask task, CancellationToken ct)
    {
        var request = JsonSerializer.Deserialize(task.Subject, NotificationsJson.Default.NotificationRequest)!;
        var ids = await notifications.SendAsync(
            request.NotificationType!, request.OrderId!.Value, task.Id, task.Attempts, request.Language, ct);
        return JsonSerializer.Serialize(new(ids), NotificationsJson.Default.NotificationsSent);
    }
}
