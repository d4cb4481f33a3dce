using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Shop.Pilot.Requests;

namespace Shop.Pilot.Errors.Sentry;

/// <summary>
/// Takes what Sentry's SDKs send. Events with their attachments and feedback are stored, transactions and spans become
/// measured requests; what the shop does not keep, such as sessions, is counted.
/// </summary>
public sealed class SentryIntake(
    IncidentWriter incidents,
    FeedbackWriter feedback,
    RequestRecorder requests,
    IOptions<RequestOptions> options,
    IOptions<IntakeOptions> limits,
    TimeProvider time)
{
    static readonly Counter<long> Items = ShopTelemetry.Meter.CreateCounter<long>(
        "shop.pilot.intake.items", "{item}", "Items of the SDKs' envelopes, by type");

    // Other names would let a client make any number of time series.
    static readonly string[] Known =
    [
        "event", "transaction", "span", "session", "sessions", "client_report", "feedback", "user_report", "attachment",
        "security"
    ];

    /// <summary>Returns when everything is committed: the id of the event, or null if there is none.</summary>
    public async Task<Guid?> TakeAsync(Envelope envelope, CancellationToken ct)
    {
        var id = SentryEvent.IdOf(Envelope.Text(envelope.Header, "event_id"));
        var writes = new List<Task>();
        Guid? taken = null;
        foreach (var item in envelope.Items)
        {
            Count(item.Type, item.Count);
            if (item.Type is not ("event" or "transaction" or "span" or "feedback" or "user_report"))
                continue;
            using var document = Parse(item.Payload, $"the {item.Type}");
            var json = document.RootElement;
            switch (item.Type)
            {
                case "event":
                    var incident = SentryEvent.Read(json, id, time.GetUtcNow()) with
                    {
                        Attachments = AttachmentsOf(envelope)
                    };
                    taken = incident.Id;
                    writes.Add(incidents.WriteAsync(incident, ct));
                    break;
                case "transaction":
                    Record(SentRequests.OfTransaction(json, time.GetUtcNow()));
                    break;
                case "span":
                    foreach (var request in SentRequests.OfSpans(json, time.GetUtcNow()))
                        Record(request);
                    break;
                default:
                    if (SentFeedback.Read(json, id) is { } sent)
                        writes.Add(feedback.WriteAsync(sent, ct));
                    break;
            }
        }
        await Task.WhenAll(writes);
        return taken ?? id;
    }

    /// <summary>The older form: one event without an envelope.</summary>
    public async Task<Guid> TakeEventAsync(ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        using var document = Parse(body, "the event");
        var incident = SentryEvent.Read(document.RootElement, null, time.GetUtcNow());
        Count("event", 1);
        await incidents.WriteAsync(incident, ct);
        return incident.Id;
    }

    public async Task TakeSecurityAsync(
        ReadOnlyMemory<byte> body, string? release, string? environment, CancellationToken ct)
    {
        var texts = new EventTexts();
        var reports = SecurityReport.Read(
            body, texts.Take(release, 200), texts.Take(environment, 200), time.GetUtcNow());
        Count("security", reports.Count);
        await Task.WhenAll(reports.Select(report => incidents.WriteAsync(report, ct)));
    }

    // They may come before the event.
    List<Attachment> AttachmentsOf(Envelope envelope)
    {
        var attachments = new SentAttachments(limits.Value);
        return [.. envelope.Items.Where(item => item.Type == "attachment").Select(attachments.Read)];
    }

    void Record(RequestMeasurement? request)
    {
        if (request is { } measured && options.Value.Enabled)
            requests.Record(measured);
    }

    static JsonDocument Parse(ReadOnlyMemory<byte> payload, string what)
    {
        try
        {
            var document = JsonDocument.Parse(payload);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            throw Envelope.Broken($"{what} is not JSON");
        }
        throw Envelope.Broken($"{what} is not an object");
    }

    static void Count(string type, int count) => Items.Add(
        Math.Max(0, count), new KeyValuePair<string, object?>("type", Known.Contains(type) ? type : "unknown"));
}
