using System.Runtime.CompilerServices;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Polly;
using Shop.Calls;

namespace Shop.Voice.Speech;

/// <summary>
/// Speaks with the configured service at the rate of a call. Greetings and questions are the same in every call, so
/// what was spoken lately is kept.
/// </summary>
public sealed class Synthesis(ISpeechSynthesizer synthesizer, IOptions<SpeechOptions> options, TimeProvider time)
    : IDisposable
{
    // Longer sentences name goods and prices, which hardly anybody else asks for.
    const int LongestCachedText = 200;

    readonly ResiliencePipeline _pipeline = SpeechPipeline.Create(options.Value, time);
    readonly MemoryCache _spoken = new(
        new MemoryCacheOptions { SizeLimit = options.Value.CachedMegabytes * 1_000_000L });

    public string Name => synthesizer.Name;

    public async IAsyncEnumerable<ReadOnlyMemory<short>> SpeakAsync(
        string words, SpokenLanguage language, int rate, [EnumeratorCancellation] CancellationToken ct)
    {
        var key = (words, language, rate);
        if (_spoken.TryGetValue(key, out ReadOnlyMemory<short>[]? known))
        {
            foreach (var part in known!)
                yield return part;
            yield break;
        }
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var parts = synthesizer.SpeakAsync(words, language, reading.Token)
            .GetAsyncEnumerator(reading.Token);
        var spoken = new List<ReadOnlyMemory<short>>();
        Resampler? resampler = null;
        while (await MoveNextAsync(parts, reading, ct))
        {
            resampler ??= new(parts.Current.Rate, rate);
            spoken.Add(resampler.Add(parts.Current.Samples.Span));
            yield return spoken[^1];
        }
        if (resampler is null)
            yield break;
        spoken.Add(resampler.End());
        yield return spoken[^1];
        if (words.Length <= LongestCachedText)
            _spoken.Set(
                key,
                spoken.ToArray(),
                new MemoryCacheEntryOptions { Size = 200 + spoken.Sum(part => 2L * part.Length) });
    }

    /// <summary>A service that stops in the middle of a sentence fails too.</summary>
    async Task<bool> MoveNextAsync(
        IAsyncEnumerator<SpokenPart> parts, CancellationTokenSource reading, CancellationToken ct)
    {
        Task<bool>? moving = null;
        try
        {
            return await _pipeline.ExecuteAsync(
                async token => await (moving = parts.MoveNextAsync().AsTask()).WaitAsync(token), ct);
        }
        finally
        {
            // The parts can be disposed of only when nobody reads them any more.
            if (moving is { IsCompleted: false })
            {
                await reading.CancelAsync();
                await ((Task)moving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public void Dispose() => _spoken.Dispose();
}
