using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shop.Calls;

namespace Shop.Voice.Speech;

/// <summary>
/// espeak-ng, which speaks all three languages without an account. It is a process for each sentence: the first audio
/// comes after 15 ms, and its licence (GPL) does not allow to link it.
/// </summary>
public sealed class EspeakSynthesizer : ISpeechSynthesizer
{
    public const string Program = "espeak-ng";

    public string Name => Program;

    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, Program)));

    public async IAsyncEnumerable<SpokenPart> SpeakAsync(
        string words, SpokenLanguage language, [EnumeratorCancellation] CancellationToken ct)
    {
        var start = new ProcessStartInfo(Program, ["-v", VoiceOf(language), "-s", "150", "--stdin", "--stdout"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true
        };
        using var espeak = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start.");
        try
        {
            await espeak.StandardInput.WriteAsync(words.AsMemory(), ct);
            espeak.StandardInput.Close();
            await foreach (var part in PcmReader.ReadAsync(espeak.StandardOutput.BaseStream, rate: null, ct))
                yield return part;
            await espeak.WaitForExitAsync(ct);
            if (espeak.ExitCode != 0)
                throw new InvalidOperationException($"{Program} ended with {espeak.ExitCode}.");
        }
        finally
        {
            if (!espeak.HasExited)
                espeak.Kill();
        }
    }

    static string VoiceOf(SpokenLanguage language) => language switch
    {
        SpokenLanguage.Ukrainian => "uk",
        SpokenLanguage.Russian => "ru",
        _ => "en-us"
    };
}
