using System.Text.Json.Serialization;
using Npgsql;
using Shop.Database;
using Shop.Notifications.Templates;

namespace Shop.Notifications;

public enum NotificationKind
{
    Email,
    Sms
}

/// <summary>A message to send. The values may be secret, so they are neither stored nor logged.</summary>
public sealed record Notification(
    Guid Id,
    NotificationKind Kind,
    string Recipient,
    string Template,
    string Language,
    IReadOnlyDictionary<string, string> Values)
{
    public Guid? UserId { get; init; }
    public Guid? OrderId { get; init; }

    public TemplateText Text => NotificationTemplates.In(Language)[Template];

    /// <summary>
    /// The same id at every delivery. An e-mail takes the id of its cause, a text message the id derived from it.
    /// </summary>
    public static Guid IdOf(Guid cause, NotificationKind kind)
    {
        var bytes = cause.ToByteArray();
        bytes[^1] ^= (byte)kind;
        return new(bytes);
    }
}

/// <summary>The delivery status of a notification.</summary>
public sealed record NotificationReport(
    Guid Id,
    string Type,
    string Provider,
    string Template,
    string Status,
    int Attempts,
    DateTimeOffset? SentAt) : IRow<NotificationReport>
{
    internal static readonly Sql Columns = Sql.Of($"id, kind, provider, template, status, attempts, sent_at");

    public static NotificationReport Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetInt32(5),
        row.IsDBNull(6) ? null : row.GetFieldValue<DateTimeOffset>(6));
}

public sealed record NotificationsSent(Guid[] Notifications);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<NotificationReport>))]
[JsonSerializable(typeof(NotificationRequest))]
[JsonSerializable(typeof(NotificationsSent))]
public sealed partial class NotificationsJson : JsonSerializerContext;
