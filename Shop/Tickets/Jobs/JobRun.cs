using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Tickets.Jobs;

[JsonConverter(typeof(EnumNameConverter<TicketJob>))]
public enum TicketJob
{
    Import,
    /// <summary>The derivation of what webhooks have brought.</summary>
    Webhook,
    Derive,
    Check,
    EndToEnd
}

[JsonConverter(typeof(EnumNameConverter<JobStatus>))]
public enum JobStatus
{
    Running,
    Succeeded,
    Failed,
    /// <summary>Its process ended; the next run resumes the work.</summary>
    Interrupted
}

/// <summary>One run of a job. All jobs of one round have one run id.</summary>
public sealed record JobRun(
    Guid RunId,
    TicketJob Job,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    JobStatus Status,
    long Rows,
    string Message,
    [property: JsonConverter(typeof(RawJsonConverter))] string Metrics) : IRow<JobRun>
{
    public static JobRun Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Named<TicketJob>(),
        row.Get<DateTimeOffset>(),
        row.Get<DateTimeOffset?>(),
        row.Named<JobStatus>(),
        row.Get<long>(),
        row.Get<string>(),
        row.Get<string>());
}
