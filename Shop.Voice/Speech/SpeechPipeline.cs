using Polly;
using Polly.CircuitBreaker;

namespace Shop.Voice.Speech;

/// <summary>
/// How long a caller waits for a service, and that a failing service is left alone. The HTTP client has a breaker of
/// its own, but that counts twenty calls: here a few callers in a row must not all wait for a timeout.
/// </summary>
static class SpeechPipeline
{
    public static ResiliencePipeline Create(SpeechOptions options, TimeProvider time) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 3,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = options.BreakDuration,
                // A caller who hung up or interrupted says nothing about the service.
                ShouldHandle = args => new(
                    args.Outcome.Exception is not (null or OperationCanceledException))
            })
            .AddTimeout(options.Timeout)
            .Build();
}
