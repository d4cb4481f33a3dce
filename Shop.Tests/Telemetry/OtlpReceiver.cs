using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Tests.Telemetry.Otlp;

namespace Shop.Tests.Telemetry;

public enum SpanKind
{
    Unspecified,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

/// <summary>One span as a host sent it.</summary>
public sealed record ReceivedSpan(
    string Service,
    string Source,
    string TraceId,
    string Id,
    string? ParentId,
    string Name,
    SpanKind Kind,
    bool Failed,
    IReadOnlyDictionary<string, string> Attributes);

/// <summary>An OTLP endpoint (http/protobuf) in the test process, to which every host sends its traces.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    readonly ConcurrentDictionary<string, ConcurrentBag<ReceivedSpan>> _traces = new(StringComparer.Ordinal);
    readonly WebApplication _server;
    TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    OtlpReceiver(WebApplication server) => _server = server;

    public string Url => _server.Urls.Single();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var receiver = new OtlpReceiver(server);
        server.MapPost("/v1/traces", receiver.ReceiveAsync);
        server.MapPost("/v1/{signal}", (HttpContext context) => context.Request.Body.CopyToAsync(Stream.Null));
        await server.StartAsync();
        return receiver;
    }

    /// <summary>Waits until the spans of a trace are complete. A failure lists those that arrived.</summary>
    public async Task<IReadOnlyList<ReceivedSpan>> WaitForTraceAsync(
        string traceId, Func<IReadOnlyList<ReceivedSpan>, bool> complete, TimeSpan? patience = null)
    {
        using var timeout = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(30));
        while (true)
        {
            var next = _arrived.Task;
            var spans = _traces.TryGetValue(traceId, out var bag) ? bag.ToArray() : [];
            if (complete(spans))
                return spans;
            try
            {
                await next.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Trace {traceId} did not become complete. It has:\n{Describe(spans)}");
            }
        }
    }

    /// <summary>All spans received so far.</summary>
    public IEnumerable<ReceivedSpan> Everything => _traces.Values.SelectMany(spans => spans);

    public static string Describe(IEnumerable<ReceivedSpan> spans) =>
        string.Join('\n', spans.Select(Describe));

    static string Describe(ReceivedSpan span)
    {
        var parent = span.ParentId ?? "-";
        var failed = span.Failed ? " FAILED" : "";
        return $"  {parent,-16} > {span.Id} {span.Service} {span.Kind} {span.Name} ({span.Source}){failed}";
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        foreach (var resource in TracesRequest.Parser.ParseFrom(body.ToArray()).ResourceSpans)
        {
            var name = resource.Resource.Attributes.FirstOrDefault(attribute => attribute.Key == "service.name");
            var service = name?.Value.StringValue ?? "?";
            foreach (var scope in resource.ScopeSpans)
            {
                foreach (var span in scope.Spans)
                    _traces.GetOrAdd(Hex(span.TraceId), _ => []).Add(Read(service, scope.Scope.Name, span));
            }
        }
        Interlocked.Exchange(ref _arrived, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    static ReceivedSpan Read(string service, string source, Span span) => new(
        service,
        source,
        Hex(span.TraceId),
        Hex(span.SpanId),
        span.ParentSpanId.IsEmpty ? null : Hex(span.ParentSpanId),
        span.Name,
        (SpanKind)span.Kind,
        span.Status?.Code == 2,
        span.Attributes
            .GroupBy(attribute => attribute.Key)
            .ToDictionary(group => group.Key, group => Text(group.Last().Value)));

    static string Text(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.IntValue => $"{value.IntValue}",
        AnyValue.ValueOneofCase.BoolValue => $"{value.BoolValue}",
        AnyValue.ValueOneofCase.DoubleValue => $"{value.DoubleValue}",
        _ => value.StringValue,
    };

    static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
