using Microsoft.Extensions.Options;
using Shop.Calls;
using Shop.Voice.Speech.OpenAi;
using Shop.Voice.Speech.Pocketsphinx;

namespace Shop.Voice.Speech;

public static class SpeechServices
{
    /// <summary>A service by its address, or what this machine has by itself.</summary>
    public static void AddSpeech(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<SpeechOptions>()
            .BindConfiguration(SpeechOptions.Section)
            .ValidateDataAnnotations()
            .Validate(
                options => options.SynthesisAddress is not null || Espeak.IsInstalled,
                $"Nothing here can speak: install {Espeak.Program}, or set Speech:SynthesisAddress.")
            .ValidateOnStart();
        var settings = builder.Configuration.GetSection(SpeechOptions.Section).Get<SpeechOptions>() ?? new();
        if (settings.RecognitionAddress is not null)
            Keep(services.AddHttpClient<ISpeechRecognizer, OpenAiRecognizer>("recognition"));
        else if (PocketsphinxRecognizer.IsInstalled)
            services.AddSingleton<ISpeechRecognizer, PocketsphinxRecognizer>();
        if (settings.SynthesisAddress is not null)
            Keep(services.AddHttpClient<ISpeechSynthesizer, OpenAiSynthesizer>("synthesis"));
        else
            services.AddSingleton<ISpeechSynthesizer, EspeakSynthesizer>();
        services.AddSingleton(provider => new Recognition(
            provider.GetService<ISpeechRecognizer>(),
            provider.GetRequiredService<IOptions<SpeechOptions>>(),
            TimeProvider.System));
        services.AddSingleton(provider => new Synthesis(
            provider.GetRequiredService<ISpeechSynthesizer>(),
            provider.GetRequiredService<IOptions<SpeechOptions>>(),
            TimeProvider.System));
    }

    /// <summary>The client lives as long as the host, so its connections and not its handler follow the DNS.</summary>
    static void Keep(IHttpClientBuilder http) => http
        .UseSocketsHttpHandler((handler, _) => handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2))
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
}
