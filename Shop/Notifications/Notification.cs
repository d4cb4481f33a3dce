using System.Text.Json.Serialization;
using Shop.Database;
using Shop.Notifications.Templates;

namespace Shop.Notifications;

[JsonConverter(typeof(EnumNameConverter<NotificationKind>))]
public enum NotificationKind
{
    Email,
    Sms
}

[JsonConverter(typeof(EnumNameConverter<NotificationStatus>))]
public enum NotificationStatus
{
    Sending,
    Sent,
    Retrying,
    Failed
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

    /// <summary>Instead of the HTML that is made of the text.</summary>
    public string? Html { get; init; }

    /// <summary>The sender of this has claimed it already.</summary>
    public bool IsClaimed { get; init; }

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
    NotificationKind Type,
    string Provider,
    string Template,
    NotificationStatus Status,
    int Attempts,
    DateTimeOffset? SentAt) : IRow<NotificationReport>
{
    internal static readonly Sql Columns = Sql.Of($"id, kind, provider, template, status, attempts, sent_at");

    public static NotificationReport Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Named<NotificationKind>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Named<NotificationStatus>(),
        row.Get<int>(),
        row.Get<DateTimeOffset?>());
}

public sealed record NotificationsSent(Guid[] Notifications);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<NotificationReport>))]
[JsonSerializable(typeof(NotificationRequest))]
[JsonSerializable(typeof(NotificationsSent))]
public sealed partial class NotificationsJson : JsonSerializerContext;
