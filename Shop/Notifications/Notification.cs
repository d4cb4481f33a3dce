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

/// <summary>What is to be sent to whom. The values may be secret, so they are neither kept nor logged.</summary>
public sealed record Notification(Guid Id, NotificationKind Kind, string Recipient, string Template, string Language, IReadOnlyDictionary<string, string> Values)
{
    public Guid? UserId { get; init; }
    public Guid? OrderId { get; init; }

    public Wording Wording => Wordings.In(Language)[Template];

    /// <summary>The same at every delivery: the mail has the id of the message that asked for it, a text message the one beside it.</summary>
    public static Guid IdOf(Guid cause, NotificationKind kind)
    {
        var bytes = cause.ToByteArray();
        bytes[^1] ^= (byte)kind;
        return new(bytes);
    }
}

/// <summary>What became of a notification.</summary>
public sealed record NotificationReport(Guid Id, string Type, string Provider, string Template, string Status, int Attempts, DateTimeOffset? SentAt) : IRow<NotificationReport>
{
    internal static readonly Sql Columns = Sql.Of($"id, kind, provider, template, status, attempts, sent_at");

    public static NotificationReport Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt32(5), row.IsDBNull(6) ? null : row.GetFieldValue<DateTimeOffset>(6));
}

public sealed record NotificationsSent(Guid[] Notifications);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<NotificationReport>))]
[JsonSerializable(typeof(NotificationRequest))]
[JsonSerializable(typeof(NotificationsSent))]
public sealed partial class NotificationsJson : JsonSerializerContext;
