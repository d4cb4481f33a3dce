using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Timeout;
using Shop;

// GetRequestMessage is experimental. The library's own retry uses it to read the method of a request.
#pragma warning disable EXTEXP0001

namespace ServiceDefaults;

public sealed class HttpResilienceOptions
{
    public const string Section = "HttpResilience";

    /// <summary>Timeout of a call with all its attempts.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Timeout of one attempt.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Timeout for the first attempt of a quick request: a retry is faster than waiting for a lost answer. Each retry
    /// has twice the timeout of the previous attempt, so that a slow receiver still answers. Without this setting a
    /// quick request has the ordinary timeout.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan? QuickAttemptTimeout { get; set; }

    /// <summary>The most retries of a call that may be repeated.</summary>
    [Range(1, 10)]
    public int MaxRetries { get; set; } = 3;

    /// <summary>Delay before the first retry. It doubles with each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a circuit breaker stays open before it lets a call through again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>The number of path segments that identify a part with its own breaker; 0 is one breaker for all.</summary>
sealed class BreakerParts
{
    public int Segments { get; set; }

    public string Of(Uri uri) => Segments == 0 ? "" : string.Concat(uri.Segments.Take(1 + Segments)).TrimEnd('/');
}

public static class HttpResilience
{
    /// <summary>Counts retries and timeouts, and when a breaker opens (OnCircuitOpened) and closes.</summary>
    internal const string Meter = "Polly";

    internal static readonly HttpRequestOptionsKey<string> Pipeline = new("Pipeline");
    static readonly ResiliencePropertyKey<TimeSpan> NextQuickTimeout = new("next quick timeout");

    /// <summary>
    /// Adds the standard resilience handler, with a pipeline for each client and address. In development all providers
    /// have one address, and a failing provider must not block the others there either.
    /// </summary>
    internal static void AddHttpResilience(this IHttpClientBuilder http)
    {
        // Validated at startup, because the library validates its own options, which are built from these.
        http.Services.AddOptions<HttpResilienceOptions>()
            .BindConfiguration(HttpResilienceOptions.Section)
            .ValidateDataAnnotations();
        // AddHttpMessageHandler does not pass the name of the client to the handler.
        http.Services.ConfigureAll<HttpClientFactoryOptions>(options => options.HttpMessageHandlerBuilderActions.Add(
            client => client.AdditionalHandlers.Add(new PipelineSelector(
                client.Name, client.Services.GetRequiredService<IOptionsMonitor<BreakerParts>>().Get(client.Name)))));
        http.AddStandardResilienceHandler()
            .SelectPipelineBy(_ => request => request.Options.TryGetValue(Pipeline, out var name) ? name : "")
            .Configure((standard, services) =>
                Configure(standard, services.GetRequiredService<IOptions<HttpResilienceOptions>>().Value));
    }

    /// <summary>
    /// Gives each part of an API, such as <c>/api/cart</c>, its own breaker: a failing part does not block the others.
    /// </summary>
    public static IHttpClientBuilder WithBreakerPerPart(this IHttpClientBuilder http)
    {
        http.Services.Configure<BreakerParts>(http.Name, parts => parts.Segments = 2);
        return http;
    }

    static void Configure(HttpStandardResilienceOptions standard, HttpResilienceOptions options)
    {
        standard.TotalRequestTimeout.Timeout = options.TotalTimeout;

        standard.Retry.MaxRetryAttempts = options.MaxRetries;
        standard.Retry.Delay = options.RetryDelay;
        standard.Retry.ShouldHandle = async args =>
            args.Context.GetRequestMessage() is { } request && IsRepeatable(request)
            && (HttpClientResiliencePredicates.IsTransient(args.Outcome) || IsOwnConflict(request, args.Outcome.Result))
            // No retry if Retry-After is longer than the total timeout.
            && !(await standard.Retry.DelayGenerator!(new(args.Context, args.Outcome, 0)) > options.TotalTimeout);
        standard.Retry.OnRetry = args =>
        {
            // HttpClient adds these headers only if they are missing, and each attempt needs its own span id.
            args.Context.GetRequestMessage()?.Headers.Remove("traceparent");
            args.Context.GetRequestMessage()?.Headers.Remove("tracestate");
            return default;
        };

        standard.CircuitBreaker.FailureRatio = 0.5;
        standard.CircuitBreaker.MinimumThroughput = 20;
        standard.CircuitBreaker.SamplingDuration = TimeSpan.FromTicks(
            Math.Max(TimeSpan.FromSeconds(10).Ticks, 2 * options.AttemptTimeout.Ticks));
        standard.CircuitBreaker.BreakDuration = options.BreakDuration;
        standard.CircuitBreaker.ShouldHandle = args => new(
            HttpClientResiliencePredicates.IsTransient(args.Outcome)
            && args.Outcome.Result?.StatusCode != HttpStatusCode.TooManyRequests
            // A receiver that exceeds the quick timeout may only be slow.
            && !(args.Outcome.Exception is TimeoutRejectedException e && e.Timeout == options.QuickAttemptTimeout)
            // A receiver with an unreadable answer is reachable.
            && args.Outcome.Exception is not HttpRequestException
            {
                HttpRequestError: HttpRequestError.InvalidResponse
            });

        ReportOpenBreakers(standard.CircuitBreaker);

        standard.AttemptTimeout.Timeout = options.AttemptTimeout;
        if (options.QuickAttemptTimeout is { } quick)
            standard.AttemptTimeout.TimeoutGenerator = args => new(
                args.Context.GetRequestMessage() is { } request && IsQuick(request)
                    ? NextTimeout(args.Context, quick, options.AttemptTimeout)
                    : options.AttemptTimeout);
    }

    /// <summary>Opening once is what a breaker is for. When the probe fails too, the receiver stays away.</summary>
    static void ReportOpenBreakers(HttpCircuitBreakerStrategyOptions breaker)
    {
        var probed = new ConcurrentDictionary<string, bool>();
        breaker.OnHalfOpened = args =>
        {
            probed.TryAdd(NameOf(args.Context), true);
            return default;
        };
        breaker.OnClosed = args =>
        {
            probed.TryRemove(NameOf(args.Context), out _);
            return default;
        };
        breaker.OnOpened = args =>
        {
            var name = NameOf(args.Context);
            if (probed.TryRemove(name, out _)
                && args.Context.GetRequestMessage()?.Options.TryGetValue(RequestHints.Report, out _) != true)
                Failures.Report(new($"calls to {name}", StaysOpen(name, args.Outcome.Exception), "http"));
            return default;
        };

        static ShopException StaysOpen(string name, Exception? last) =>
            new(ErrorCode.Unavailable, $"The breaker of {name} stays open.", permanent: false, last);
        static string NameOf(ResilienceContext context) =>
            context.GetRequestMessage()?.Options.TryGetValue(Pipeline, out var name) == true ? name : "a provider";
    }

    static TimeSpan NextTimeout(ResilienceContext context, TimeSpan quick, TimeSpan longest)
    {
        var timeout = context.Properties.GetValue(NextQuickTimeout, quick);
        context.Properties.Set(NextQuickTimeout, timeout * 2);
        return timeout < longest ? timeout : longest;
    }

    // The option of the request decides. Without it, a POST is retried only with a header by which the receiver
    // recognises a retry: Stripe and the shop's API, YooKassa, CloudPayments.
    static bool IsRepeatable(HttpRequestMessage request) =>
        request.Options.TryGetValue(RequestHints.Repeatable, out var isRepeatable)
            ? isRepeatable
            : request.Method == HttpMethod.Get || request.Method == HttpMethod.Head
            || request.Method == HttpMethod.Options || request.Method == HttpMethod.Put
            || request.Method == HttpMethod.Delete || request.Headers.Contains("Idempotency-Key")
            || request.Headers.Contains("Idempotence-Key") || request.Headers.Contains("X-Request-ID");

    static bool IsQuick(HttpRequestMessage request) =>
        request.Options.TryGetValue(RequestHints.Quick, out var isQuick) && isQuick;

    // A quick request conflicts with its own previous attempt, which timed out here but is still running there.
    static bool IsOwnConflict(HttpRequestMessage request, HttpResponseMessage? response) =>
        response?.StatusCode == HttpStatusCode.Conflict && IsQuick(request);
}

/// <summary>
/// Selects the pipeline of a request. The caller sees a timeout or an open breaker as a refused connection.
/// </summary>
sealed class PipelineSelector(string? client, BreakerParts parts) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var receiver = request.RequestUri!.Authority + parts.Of(request.RequestUri);
        request.Options.Set(HttpResilience.Pipeline, $"{client} {receiver}");
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (ExecutionRejectedException e)
        {
            throw new HttpRequestException($"{request.Method} {receiver}: {e.Message}", e);
        }
    }
}
