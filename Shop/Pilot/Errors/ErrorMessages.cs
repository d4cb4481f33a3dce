using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Shop.Messaging;

namespace Shop.Pilot.Errors;

[JsonConverter(typeof(EnumNameConverter<ErrorChange>))]
public enum ErrorChange
{
    Created,
    Reopened,
    Unsnoozed
}

/// <summary>A report is new, or somebody has to look at it again.</summary>
public sealed record ErrorChanged(Guid ReportId, ErrorChange Change) : IMessage<ErrorChanged>
{
    public static string Topic => "pilot.error_changed";
    public static JsonTypeInfo<ErrorChanged> Json => ErrorsJson.Default.ErrorChanged;
}

/// <summary>The comment is that of whoever assigned the report.</summary>
public sealed record ErrorAssigned(Guid ReportId, Guid AccountId, Guid? CommentId) : IMessage<ErrorAssigned>
{
    public static string Topic => "pilot.error_assigned";
    public static JsonTypeInfo<ErrorAssigned> Json => ErrorsJson.Default.ErrorAssigned;
}

/// <summary>A report is resolved, or will not be.</summary>
public sealed record ErrorClosed(Guid ReportId, ErrorStatus Status) : IMessage<ErrorClosed>
{
    public static string Topic => "pilot.error_closed";
    public static JsonTypeInfo<ErrorClosed> Json => ErrorsJson.Default.ErrorClosed;
}

/// <summary>A report should have an issue in GitHub.</summary>
public sealed record IssueRequested(Guid ReportId) : IMessage<IssueRequested>
{
    public static string Topic => "pilot.issue_requested";
    public static JsonTypeInfo<IssueRequested> Json => ErrorsJson.Default.IssueRequested;
}
