using System.Text.Json;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.Pilot.Errors;
using Shop.Pilot.Errors.Sentry;
using SentryEvent = Shop.Pilot.Errors.Sentry.SentryEvent;

namespace Shop.Tests.Pilot;

public class HostErrorTests(ShopFixture shop)
{
    readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dead_letter_is_reported_by_the_worker_with_its_trace()
    {
        var trace = $"{Guid.CreateVersion7():N}";
        var parent = $"00-{trace}-00f067aa0ba902b7-01";
        await shop.Database.ExecuteAsync(
            $"""
            insert into messaging.outbox (id, topic, payload, traceparent)
            values ({Guid.CreateVersion7()}, 'catalog.product_watched', {"{\"product_id\":1}"}::json, {parent})
            """, _ct);

        var report = await Eventually.WaitUntilAsync(
            async () => await shop.Database.ScalarAsync<string>(
                $"""
                select concat_ws(' ', r.source, r.module, r.status, o.data->'exceptions'->0->>'type')
                from pilot.occurrences o join pilot.error_reports r on r.id = o.report_id where o.trace_id = {trace}
                """, _ct),
            text => text is not null,
            TimeSpan.FromSeconds(20),
            "the report of the dead letter");

        Assert.Equal("host notifications new System.Text.Json.JsonException", report);
    }

    [Fact]
    public async Task What_fails_while_the_database_is_away_is_reported_later()
    {
        var sink = new Sink { FailuresLeft = 2 };
        using var reporter = new ErrorReporter(
            sink,
            new HostingEnvironment { EnvironmentName = "Tests" },
            Options.Create(new IntakeOptions()),
            TimeProvider.System);
        await reporter.StartAsync(_ct);
        var id = Guid.CreateVersion7();

        Failures.Report(new($"work {id}", Thrown(), "tests"));

        var incident = await sink.Written.Task.WaitAsync(TimeSpan.FromSeconds(20), _ct);
        Assert.Equal(
            ($"work {id}", "host", "tests"),
            (incident.Transaction, incident.Source.Spelling(), incident.Environment));
        Assert.Equal(nameof(Thrown), incident.Exceptions[0].Frames[0].Function);
        Assert.Equal("for [email]", incident.Exceptions[1].Value);
        await reporter.StopAsync(_ct);
    }

    [Fact]
    public void An_incident_arrives_at_the_door_as_it_was()
    {
        var sent = HostIncident.Of(
            new("GET /cart", Thrown(), "site"), "shop@1", "tests", TimeProvider.System.GetUtcNow());

        var item = Envelope.Parse(SentEvent.Write(sent)).Items.Single();
        using var json = JsonDocument.Parse(item.Payload);
        var received = SentryEvent.Read(json.RootElement, sent.Id, sent.At);

        Assert.Equal(
            (sent.Id, sent.At, ErrorSource.Host, sent.Transaction, sent.Release, "site"),
            (
                received.Id,
                received.At,
                received.Source,
                received.Transaction,
                received.Release,
                received.Tags["module"]));
        Assert.Equal(
            sent.Exceptions.Select(e => (e.Type, e.Value)), received.Exceptions.Select(e => (e.Type, e.Value)));
        Assert.Equal(sent.Exceptions[0].Frames, received.Exceptions[0].Frames);
    }

    static AggregateException Thrown()
    {
        try
        {
            throw new AggregateException("several", new InvalidOperationException("for ivan@example.com"));
        }
        catch (AggregateException e)
        {
            return e;
        }
    }

    sealed class Sink : IIncidentSink
    {
        public int FailuresLeft { get; set; }
        public TaskCompletionSource<Incident> Written { get; } = new();

        public Task WriteAsync(Incident incident, CancellationToken ct)
        {
            if (FailuresLeft-- > 0)
                throw new TimeoutException();
            Written.TrySetResult(incident);
            return Task.CompletedTask;
        }
    }
}
