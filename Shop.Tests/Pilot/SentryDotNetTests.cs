using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Database;

namespace Shop.Tests.Pilot;

/// <summary>Sentry's SDK for ASP.NET Core, unchanged, with the graph's DSN.</summary>
public class SentryDotNetTests(ShopFixture shop)
{
    readonly CancellationToken _ct = TestContext.Current.CancellationToken;
    readonly string _unique = SentryDoor.Unique();

    // One test: the SDK is one per process.
    [Fact]
    public async Task The_SDK_reports_errors_feedback_and_what_requests_cost_and_stops_when_told_to()
    {
        var door = await SentryDoor.OfAsync(shop, _ct);
        var answers = new Answers();
        await using var app = await StartAsync(door, answers, SentryDoor.NewAddress());
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };

        for (var i = 0; i < 3; i++)
            using (var failed = await client.GetAsync($"/{_unique}?n={i}", _ct))
                Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        var about = SentrySdk.CaptureMessage(
            $"About {_unique}",
            scope => scope.AddAttachment("a line\nof a log"u8.ToArray(), $"{_unique}.log"),
            SentryLevel.Info);
        SentrySdk.CaptureFeedback($"It broke, {_unique}", "ivan@example.com", "Ivan", associatedEventId: about);
        await SentrySdk.FlushAsync(TimeSpan.FromSeconds(20));

        Assert.Equal("sdk 3 functionality high new", await door.ReportAsync($"{_unique} of", _ct));
        Assert.Equal("sdk 1 functionality low new", await door.ReportAsync($"About {_unique}", _ct));
        Assert.Equal("1 tests@1.2.3", await shop.Database.ScalarAsync<string>(
            $"""
            select concat_ws(' ', count(*), min(r.last_release))
            from pilot.feedback f join pilot.error_reports r on r.id = f.report_id
            where f.message = 'It broke, ' || {_unique}
            """, _ct));
        Assert.Equal("a line\nof a log", await shop.Database.ScalarAsync<string>(
            $"select text from pilot.attachments where name = {_unique} || '.log'", _ct));
        Assert.All(answers.All, answer => Assert.Equal((HttpStatusCode.OK, "gzip"), answer));

        Assert.Equal($"GET /{_unique} 500 6 true", await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<string>(
                $"""
                select concat_ws(' ', t.method, t.route, r.status, r.statements, r.is_chatty::text)
                from pilot.requests r join pilot.request_routes t on t.id = r.route_id
                where t.source = 'sdk' and position({_unique} in t.route) > 0 group by 1 having count(*) = 3
                """, _ct),
            stored => stored is not null,
            TimeSpan.FromSeconds(20),
            "the measurements of three requests"));

        await StopsWhenToldToAsync(door);
    }

    async Task StopsWhenToldToAsync(SentryDoor door)
    {
        var address = SentryDoor.NewAddress();
        for (var i = 0; i < 300; i++)
            using (var taken = await door.PostAsync("{}\n{\"type\":\"client_report\"}\n{}\n", _ct, address))
                Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        var answers = new Answers();
        await using var app = await StartAsync(door, answers, address);

        SentrySdk.CaptureMessage($"First {_unique}");
        await SentrySdk.FlushAsync(TimeSpan.FromSeconds(20));
        SentrySdk.CaptureMessage($"Second {_unique}");
        await SentrySdk.FlushAsync(TimeSpan.FromSeconds(20));

        // The SDK goes on to tell how many events it has dropped.
        Assert.Equal(
            (HttpStatusCode.TooManyRequests, "gzip"), Assert.Single(answers.Of("\"type\":\"event\"")));
    }

    async Task<WebApplication> StartAsync(SentryDoor door, Answers answers, string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseSentry(sentry =>
        {
            sentry.Dsn = door.Dsn;
            sentry.Release = "tests@1.2.3";
            sentry.Environment = "tests";
            sentry.AutoSessionTracking = false;
            sentry.TracesSampleRate = 1;
            sentry.ConfigureClient = client => client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
            sentry.CreateHttpMessageHandler = () => new Recorder(answers);
        });
        var app = builder.Build();
        app.MapGet($"/{_unique}", (int n) => Fail(n));
        await app.StartAsync(_ct);
        return app;
    }

    string Fail(int n)
    {
        for (var i = 0; i < 6; i++)
            SentrySdk.GetSpan()!.StartChild("db.query", $"select {i / 5} from orders").Finish();
        throw new InvalidOperationException($"{_unique} of {n} items by ivan@example.com");
    }

    sealed class Answers
    {
        readonly List<(string Envelope, HttpStatusCode Status, string? Encoding)> _all = [];

        public List<(HttpStatusCode Status, string? Encoding)> All => Of("");

        /// <summary>To envelopes that contain this text.</summary>
        public List<(HttpStatusCode Status, string? Encoding)> Of(string text)
        {
            lock (_all)
            {
                return
                [
                    .. _all.Where(answer => answer.Envelope.Contains(text, StringComparison.Ordinal))
                        .Select(answer => (answer.Status, answer.Encoding))
                ];
            }
        }

        public void Add(string envelope, HttpStatusCode status, string? encoding)
        {
            lock (_all)
                _all.Add((envelope, status, encoding));
        }
    }

    sealed class Recorder(Answers answers) : HttpClientHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var encoding = request.Content!.Headers.ContentEncoding.FirstOrDefault();
            await request.Content.LoadIntoBufferAsync(cancellationToken);
            await using var packed = await request.Content.ReadAsStreamAsync(cancellationToken);
            using var envelope = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
            var text = await envelope.ReadToEndAsync(cancellationToken);
            packed.Position = 0;
            var response = await base.SendAsync(request, cancellationToken);
            answers.Add(text, response.StatusCode, encoding);
            return response;
        }
    }
}
