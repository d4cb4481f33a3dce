using System.Text.Json;
using Npgsql;
using Shop.Database;

namespace Shop.Pilot.Errors.Sentry;

/// <summary>What a person wrote into the dialog of an SDK. Name and address of the sender are not kept.</summary>
public sealed record SentFeedback(Guid Id, string Message, string? Page, Guid? EventId)
{
    const int MaxMessage = 10_000;

    /// <summary>Reads an item feedback or user_report. Returns null without a message.</summary>
    public static SentFeedback? Read(JsonElement json, Guid? id)
    {
        var texts = new EventTexts();
        var context = SentryEvent.Property(SentryEvent.Property(json, "contexts"), "feedback");
        if (context.ValueKind != JsonValueKind.Object)
        {
            var about = SentryEvent.IdOf(EventTexts.Raw(SentryEvent.Property(json, "event_id")));
            return texts.Of(json, "comments", MaxMessage) is { } comments
                ? new(Guid.CreateVersion7(), comments, null, about ?? id)
                : null;
        }
        return texts.Of(context, "message", MaxMessage) is { } message
            ? new(
                SentryEvent.IdOf(EventTexts.Raw(SentryEvent.Property(json, "event_id"))) ?? id ?? Guid.CreateVersion7(),
                message,
                texts.Url(EventTexts.Raw(SentryEvent.Property(context, "url")), 2000),
                SentryEvent.IdOf(EventTexts.Raw(SentryEvent.Property(context, "associated_event_id"))))
            : null;
    }
}

public sealed class FeedbackWriter(NpgsqlDataSource database)
{
    /// <summary>The report is found now, or when the event arrives.</summary>
    public Task WriteAsync(SentFeedback feedback, CancellationToken ct) => database.ExecuteAsync(
        $"""
        insert into pilot.feedback (id, message, page, event_id, report_id)
        values ({feedback.Id}, {feedback.Message}, {feedback.Page}, {feedback.EventId},
            (select report_id from pilot.occurrences where id = {feedback.EventId}))
        on conflict (id) do nothing
        """, ct);
}
