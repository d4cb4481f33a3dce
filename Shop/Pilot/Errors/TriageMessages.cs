using System.Text.Json.Serialization.Metadata;
using Shop.Messaging;

namespace Shop.Pilot.Errors;

/// <summary>The comment is that of whoever assigned the report.</summary>
public sealed record ErrorAssigned(Guid ReportId, Guid AccountId, Guid? CommentId) : IMessage<ErrorAssigned>
{
    public static string Topic => "pilot.error_assigned";
    public static JsonTypeInfo<ErrorAssigned> Json => ErrorsJson.Default.ErrorAssigned;
}

/// <summary>Somebody has closed a report, or reopened it, which gives it the status new.</summary>
public sealed record ErrorMoved(Guid ReportId, ErrorStatus Status) : IMessage<ErrorMoved>
{
    public static string Topic => "pilot.error_moved";
    public static JsonTypeInfo<ErrorMoved> Json => ErrorsJson.Default.ErrorMoved;
}

/// <summary>A report should have an issue in GitHub.</summary>
public sealed record IssueRequested(Guid ReportId) : IMessage<IssueRequested>
{
    public static string Topic => "pilot.issue_requested";
    public static JsonTypeInfo<IssueRequested> Json => ErrorsJson.Default.IssueRequested;
}
