using System.Diagnostics;

namespace Shop.Calls;

/// <summary>
/// espeak-ng, which speaks all three languages without an account. It is a process for each sentence: the first audio
/// comes after 15 ms, and its licence (GPL) does not allow to link it.
/// </summary>
public static class Espeak
{
    public const string Program = "espeak-ng";

    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>Starts it: it reads words from its input and writes a WAV file to its output.</summary>
    public static Process Start(SpokenLanguage language) => Start(language switch
    {
        SpokenLanguage.Ukrainian => "uk",
        SpokenLanguage.Russian => "ru",
        _ => "en-us"
    });

    static Process Start(string voice)
    {
        var start = new ProcessStartInfo(Program, ["-v", voice, "-s", "150", "--stdin", "--stdout"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start.");
    }

    /// <summary>A whole sentence at a rate of the caller's choice.</summary>
    public static Task<Recording> SpeakAsync(string words, SpokenLanguage language, int rate, CancellationToken ct) =>
        SpeakAsync(words, Start(language), rate, ct);

    /// <summary>With one of espeak-ng's other voices, such as en-gb+f2.</summary>
    public static Task<Recording> SpeakAsync(string words, string voice, int rate, CancellationToken ct) =>
        SpeakAsync(words, Start(voice), rate, ct);

    static async Task<Recording> SpeakAsync(string words, Process started, int rate, CancellationToken ct)
    {
        using var espeak = started;
        using var file = new MemoryStream();
        await espeak.StandardInput.WriteAsync(words.AsMemory(), ct);
        espeak.StandardInput.Close();
        await espeak.StandardOutput.BaseStream.CopyToAsync(file, ct);
        await espeak.WaitForExitAsync(ct);
        return Wav.Read(file.ToArray()).At(rate);
    }
}
