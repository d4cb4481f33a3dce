using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace ServiceDefaults;

public sealed class HttpResilienceOptions
{
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(20);

    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Of the first attempt of a request that says it is answered quickly: then asking again is quicker than waiting for what is lost. Each attempt after it may take twice as
    /// long, so that a receiver who is only slow is heard in the end. Without this setting such a request is like any other.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan? QuickAttemptTimeout { get; set; }

    [Range(1, 10)]
    public int MaxRetries { get; set; } = 3;

    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>How many segments of a path name the part of a receiver that has a breaker of its own; 0 where all of it is one.</summary>
sealed class BreakerParts
{
    public int Segments { get; set; }

    public string Of(Uri uri) => Segments == 0 ? "" : string.Concat(uri.Segments.Take(1 + Segments)).TrimEnd('/');
}

public static class HttpResilienceExtensions
{
    internal static void AddHttpResilience(this IServiceCollection services)
    {
        services.AddOptions<HttpResilienceOptions>().BindConfiguration("HttpResilience").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<HttpResilience>();
    }

    internal static IHttpClientBuilder AddResilienceHandler(this IHttpClientBuilder http)
    {
        // AddHttpMessageHandler would not say for which of the clients it is.
        http.Services.ConfigureAll<HttpClientFactoryOptions>(options => options.HttpMessageHandlerBuilderActions.Add(
            client => client.AdditionalHandlers.Add(new HttpResilienceHandler(
                client.Services.GetRequiredService<HttpResilience>(), client.Name ?? "", client.Services.GetRequiredService<IOptionsMonitor<BreakerParts>>().Get(client.Name)))));
        return http;
    }

    /// <summary>For a client of many services behind one address: <c>/api/cart</c> that is ill does not keep us from <c>/api/products</c>.</summary>
    public static IHttpClientBuilder WithBreakerPerPart(this IHttpClientBuilder http)
    {
        http.Services.Configure<BreakerParts>(http.Name, parts => parts.Segments = 2);
        return http;
    }
}

sealed class HttpResilienceHandler(HttpResilience resilience, string client, BreakerParts parts) : DelegatingHandler
{
    static readonly HttpRequestOptionsKey<bool> Repeatable = new("Repeatable");
    static readonly HttpRequestOptionsKey<bool> Quick = new("Quick");
    static readonly string[] TraceHeaders = ["traceparent", "tracestate"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var receiver = new Receiver(client, request.RequestUri!.Authority, parts.Of(request.RequestUri));
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(HttpResilience.Repeatable, IsRepeatable(request));
        context.Properties.Set(HttpResilience.Quick, request.Options.TryGetValue(Quick, out var isQuick) && isQuick);
        try
        {
            return await resilience.For(receiver).ExecuteAsync(
                static async (context, call) =>
                {
                    // The span of the attempt before has left its name in the request, and nobody writes over it: each attempt is to be known by its own.
                    if (!call.IsTraced)
                        foreach (var header in TraceHeaders)
                            call.Request.Headers.Remove(header);
                    return await call.Next(call.Request, context.CancellationToken);
                }, context, (Next: (Attempt)base.SendAsync, Request: request, IsTraced: request.Headers.Contains(TraceHeaders[0])));
        }
        catch (ExecutionRejectedException e)
        {
            // For a caller an open breaker and a timeout are what a refused connection is: the other side is not answering.
            throw new HttpRequestException($"{request.Method} {receiver.Authority}{receiver.Part}: {e.Message}", e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    delegate Task<HttpResponseMessage> Attempt(HttpRequestMessage request, CancellationToken ct);

    // What the request says of itself counts. Otherwise a POST is sent again only where the receiver has promised to recognise it: Stripe and our API, YooKassa, CloudPayments.
    static bool IsRepeatable(HttpRequestMessage request) => request.Options.TryGetValue(Repeatable, out var says) ? says
        : request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options
        || request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete
        || request.Headers.Contains("Idempotency-Key") || request.Headers.Contains("Idempotence-Key") || request.Headers.Contains("X-Request-ID");
}

/// <summary>Who asks whom, and for which part of what it does.</summary>
readonly record struct Receiver(string Client, string Authority, string Part)
{
    public KeyValuePair<string, object?>[] Tags => [new("http.client.name", Client), new("server.address", Authority), new("shop.http.part", Part)];
}

/// <summary>
/// One pipeline per receiver: total timeout, retry, circuit breaker, timeout of the attempt. While developing all providers are one authority, and
/// one that is ill must not keep us from the others there either.
/// </summary>
sealed class HttpResilience
{
    public static readonly ResiliencePropertyKey<bool> Repeatable = new("repeatable");
    public static readonly ResiliencePropertyKey<bool> Quick = new("quick");
    static readonly ResiliencePropertyKey<TimeSpan> Patience = new("patience");
    static readonly Meter Meter = new("Shop");
    static readonly Counter<long> Openings = Meter.CreateCounter<long>("shop.http.breaker.openings", description: "How often a provider was given up for a while");

    readonly ConcurrentDictionary<Receiver, (ResiliencePipeline<HttpResponseMessage> Pipeline, CircuitBreakerStateProvider Breaker)> _known = new();
    readonly HttpResilienceOptions _options;

    public HttpResilience(IOptions<HttpResilienceOptions> options)
    {
        _options = options.Value;
        Meter.CreateObservableGauge("shop.http.breaker.state", () => _known.Select(known => new Measurement<int>((int)known.Value.Breaker.CircuitState, known.Key.Tags)),
            description: "0 closed, 1 open, 2 half open, 3 isolated");
    }

    public ResiliencePipeline<HttpResponseMessage> For(Receiver receiver) => _known.GetOrAdd(receiver, static (receiver, self) => self.Create(receiver), this).Pipeline;

    (ResiliencePipeline<HttpResponseMessage>, CircuitBreakerStateProvider) Create(Receiver receiver)
    {
        var breaker = new CircuitBreakerStateProvider();
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddTimeout(_options.TotalTimeout)
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = _options.MaxRetries,
                Delay = _options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => new(
                    args.Context.Properties.GetValue(Repeatable, false)
                    && (IsFailure(args.Outcome) || IsNotNow(args.Outcome.Result?.StatusCode, args.Context))
                    && !(RetryAfter(args.Outcome.Result) > _options.TotalTimeout)),
                DelayGenerator = args => new(RetryAfter(args.Outcome.Result)),
                OnRetry = args =>
                {
                    args.Outcome.Result?.Dispose();
                    return default;
                }
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = 0.5,
                MinimumThroughput = 20,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = _options.BreakDuration,
                StateProvider = breaker,
                OnOpened = _ =>
                {
                    Openings.Add(1, receiver.Tags);
                    return default;
                },
                ShouldHandle = args => new(IsFailure(args.Outcome) && !IsWell(args.Outcome))
            })
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = args => new(PatienceFor(args.Context)) })
            .Build();
        return (pipeline, breaker);
    }

    TimeSpan PatienceFor(ResilienceContext context)
    {
        if (_options.QuickAttemptTimeout is not { } quick || !context.Properties.GetValue(Quick, false))
            return _options.AttemptTimeout;
        var patience = context.Properties.GetValue(Patience, quick);
        context.Properties.Set(Patience, patience * 2);
        return patience < _options.AttemptTimeout ? patience : _options.AttemptTimeout;
    }

    // To have been given up early says of a receiver that it is slow, and an answer that cannot be read that it answers: neither says that it is ill.
    bool IsWell(Outcome<HttpResponseMessage> outcome) => outcome.Exception is TimeoutRejectedException given && given.Timeout == _options.QuickAttemptTimeout
        || outcome.Exception is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse };

    // A quick request that conflicts does so with its own attempt before, which was given up and is still being worked on.
    static bool IsNotNow(HttpStatusCode? status, ResilienceContext context) =>
        status == HttpStatusCode.TooManyRequests || status == HttpStatusCode.Conflict && context.Properties.GetValue(Quick, false);

    static bool IsFailure(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or TimeoutRejectedException || outcome.Result?.StatusCode is >= (HttpStatusCode)500 or HttpStatusCode.RequestTimeout;

    static TimeSpan? RetryAfter(HttpResponseMessage? response) => response?.Headers.RetryAfter switch
    {
        { Delta: { } delay } => delay,
        { Date: { } date } when date - TimeProvider.System.GetUtcNow() is { Ticks: > 0 } delay => delay,
        _ => null
    };
}
