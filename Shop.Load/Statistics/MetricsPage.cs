using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Shop.Load.Users;

namespace Shop.Load.Statistics;

/// <summary>
/// The numbers of the run in Prometheus' text format, at <c>http://127.0.0.1:port/metrics</c>. A new test of a master
/// begins at zero again, as after a restart.
/// </summary>
sealed class MetricsPage : IAsyncDisposable
{
    // Milliseconds, among those of EndpointSummary.Distribution.
    static readonly long[] Limits = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384];

    readonly TcpListener _listener;
    readonly Recorder _recorder;
    readonly Crowd _crowd;
    readonly CancellationTokenSource _end = new();
    readonly Task _serving;

    MetricsPage(int port, Recorder recorder, Crowd crowd)
    {
        (_recorder, _crowd) = (recorder, crowd);
        _listener = new(IsPublic ? IPAddress.Any : IPAddress.Loopback, port);
        _listener.Start();
        _serving = ServeAsync(_end.Token);
    }

    // A Prometheus in a container does not reach the loopback address. The graph says so, as it does to the hosts.
    static bool IsPublic => Environment.GetEnvironmentVariable("Metrics__LoopbackOnly") == "false";

    /// <summary>Null without a port.</summary>
    public static MetricsPage? Start(int? port, Recorder recorder, Crowd crowd) =>
        port is { } own ? new(own, recorder, crowd) : null;

    // One scrape after the other: the page is small, and there is one Prometheus.
    async Task ServeAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(ct);
                await AnswerAsync(client.GetStream(), ct);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // Prometheus has left, or the run ends.
            }
        }
    }

    async Task AnswerAsync(NetworkStream stream, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(TimeSpan.FromSeconds(2));
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        // GET /metrics HTTP/1.1
        var request = await reader.ReadLineAsync(timeout.Token);
        while (await reader.ReadLineAsync(timeout.Token) is { Length: > 0 })
        {
        }
        var isFound = request?.Split(' ') is ["GET", "/metrics", _];
        var body = Encoding.UTF8.GetBytes(isFound ? Write(_recorder.Summaries(), _crowd.Counts) : "");
        var head = $"HTTP/1.1 {(isFound ? "200 OK" : "404 Not Found")}\r\n"
            + "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
            + $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), timeout.Token);
        await stream.WriteAsync(body, timeout.Token);
    }

    /// <summary>The page. Names and buckets are bounded by the endpoints that personas call.</summary>
    internal static string Write(IReadOnlyList<EndpointSummary> endpoints, IReadOnlyDictionary<string, int> users)
    {
        var page = new StringBuilder();
        Family("locust_requests_total", "counter", "Requests, failed ones included.");
        foreach (var endpoint in endpoints)
            Line("locust_requests_total", LabelsOf(endpoint), endpoint.Requests);
        Family("locust_failures_total", "counter", "Failed requests.");
        foreach (var endpoint in endpoints)
            Line("locust_failures_total", LabelsOf(endpoint), endpoint.Failures);
        Family("locust_response_time_seconds", "histogram", "Response times.");
        foreach (var endpoint in endpoints)
            WriteTimes(endpoint);
        Family("locust_active_users", "gauge", "Users who shop now.");
        foreach (var (persona, count) in users)
            Line("locust_active_users", $"persona=\"{persona}\"", count);

        var carts = Succeeded(endpoint => endpoint.Name.EndsWith("/add", StringComparison.Ordinal));
        var orders = Succeeded(endpoint => endpoint.Name.EndsWith("/checkout", StringComparison.Ordinal));
        Family("user_journeys_completed_total", "counter", "Users' ways to an account, a full cart and an order.");
        Line("user_journeys_completed_total", "journey=\"registration\"", Succeeded(endpoint =>
            endpoint.Name.EndsWith("/register", StringComparison.Ordinal)));
        Line("user_journeys_completed_total", "journey=\"cart\"", carts);
        Line("user_journeys_completed_total", "journey=\"order\"", orders);
        Family("cart_conversion_rate", "gauge", "Orders for each product that was put into a cart.");
        Line("cart_conversion_rate", "", carts == 0 ? 0 : (double)orders / carts);
        return page.ToString();

        long Succeeded(Func<EndpointSummary, bool> isStep) =>
            endpoints.Where(endpoint => endpoint.Method == "POST" && isStep(endpoint))
                .Sum(endpoint => endpoint.Requests - endpoint.Failures);

        void WriteTimes(EndpointSummary endpoint)
        {
            var labels = LabelsOf(endpoint);
            foreach (var limit in Limits)
            {
                var within = endpoint.Distribution.Where(bucket => bucket.Milliseconds <= limit)
                    .Sum(bucket => bucket.Requests);
                var seconds = (limit / 1000.0).ToString(CultureInfo.InvariantCulture);
                Line("locust_response_time_seconds_bucket", $"{labels},le=\"{seconds}\"", within);
            }
            Line("locust_response_time_seconds_bucket", $"{labels},le=\"+Inf\"", endpoint.Requests);
            Line("locust_response_time_seconds_sum", labels, endpoint.Mean * endpoint.Requests / 1000);
            Line("locust_response_time_seconds_count", labels, endpoint.Requests);
        }

        void Family(string name, string type, string help) =>
            page.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

        void Line(string name, string labels, double value) => page.Append(
            CultureInfo.InvariantCulture, $"{name}{(labels.Length == 0 ? "" : $"{{{labels}}}")} {value:R}\n");
    }

    static string LabelsOf(EndpointSummary endpoint) =>
        $"method=\"{endpoint.Method}\",name=\"{Escape(endpoint.Name)}\"";

    static string Escape(string text) =>
        text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Dispose();
        _end.Dispose();
    }
}
