using System.Runtime.InteropServices;

namespace Shop.Voice.Speech.Pocketsphinx;

/// <summary>One of pocketsphinx's decoders. It keeps what it has heard, so one call at a time may use it.</summary>
sealed class Decoder : IDisposable
{
    readonly nint _decoder;
    readonly HashSet<string> _grammars = new(StringComparer.Ordinal);

    public Decoder(params string[] arguments)
    {
        // The library expects the name of a program first, as in main(argc, argv).
        string[] all = ["", .. arguments];
        var parsed = NativeMethods.ParseArguments(0, NativeMethods.Definitions(), all.Length, all, 1);
        if (parsed == 0)
            throw new InvalidOperationException("pocketsphinx does not accept its arguments.");
        try
        {
            _decoder = NativeMethods.Init(parsed);
        }
        finally
        {
            _ = NativeMethods.FreeArguments(parsed);
        }
        if (_decoder == 0)
            throw new InvalidOperationException("pocketsphinx has no model: is pocketsphinx-en-us installed?");
    }

    /// <summary>Compiles a grammar the first time; later its name is enough.</summary>
    public void Use(string name, string grammar)
    {
        if (_grammars.Add(name) && NativeMethods.SetGrammar(_decoder, name, grammar) != 0)
        {
            _grammars.Remove(name);
            throw new InvalidOperationException($"The grammar {name} is wrong, or has a word without a pronunciation.");
        }
        if (NativeMethods.SetSearch(_decoder, name) != 0)
            throw new InvalidOperationException($"pocketsphinx has no grammar {name}.");
    }

    /// <summary>
    /// Hears an utterance as a whole: piece by piece, the loudness of one caller would be carried over to the next.
    /// </summary>
    public (string Text, double ScorePerFrame) Decode(ReadOnlySpan<short> samples)
    {
        Check(NativeMethods.StartUtterance(_decoder));
        var processed = NativeMethods.Process(_decoder, samples, (nuint)samples.Length, 0, 1);
        Check(NativeMethods.EndUtterance(_decoder));
        if (processed < 0)
            throw Failed();
        var text = Marshal.PtrToStringUTF8(NativeMethods.Hypothesis(_decoder, out var score)) ?? "";
        return (text, (double)score / Math.Max(1, NativeMethods.Frames(_decoder)));
    }

    static void Check(int result)
    {
        if (result < 0)
            throw Failed();
    }

    static InvalidOperationException Failed() => new("pocketsphinx could not decode the audio.");

    public void Dispose() => _ = NativeMethods.Free(_decoder);
}
