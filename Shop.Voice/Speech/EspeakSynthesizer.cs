using System.Runtime.CompilerServices;
using Shop.Calls;

namespace Shop.Voice.Speech;

/// <summary>Speaks all three languages without an account.</summary>
public sealed class EspeakSynthesizer : ISpeechSynthesizer
{
    public string Name => Espeak.Program;

    public async IAsyncEnumerable<SpokenPart> SpeakAsync(
        string words, SpokenLanguage language, [EnumeratorCancellation] CancellationToken ct)
    {
        using var espeak = Espeak.Start(language);
        try
        {
            await espeak.StandardInput.WriteAsync(words.AsMemory(), ct);
            espeak.StandardInput.Close();
            await foreach (var part in PcmReader.ReadAsync(espeak.StandardOutput.BaseStream, rate: null, ct))
                yield return part;
            await espeak.WaitForExitAsync(ct);
            if (espeak.ExitCode != 0)
                throw new InvalidOperationException($"{Name} ended with {espeak.ExitCode}.");
        }
        finally
        {
            if (!espeak.HasExited)
                espeak.Kill();
        }
    }
}
