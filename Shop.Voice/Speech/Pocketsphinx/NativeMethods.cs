using System.Runtime.InteropServices;

namespace Shop.Voice.Speech.Pocketsphinx;

/// <summary>https://github.com/cmusphinx/pocketsphinx, as Debian's libpocketsphinx3 has it.</summary>
static partial class NativeMethods
{
    const string Pocketsphinx = "libpocketsphinx.so.3";
    const string Sphinxbase = "libsphinxbase.so.3";

    public static bool IsInstalled =>
        NativeLibrary.TryLoad(Pocketsphinx, out _) && NativeLibrary.TryLoad(Sphinxbase, out _);

    [LibraryImport(Sphinxbase, EntryPoint = "err_set_logfp")]
    public static partial void SetLogFile(nint file);

    [LibraryImport(Sphinxbase, EntryPoint = "cmd_ln_parse_r", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ParseArguments(nint inout, nint definitions, int count, string[] arguments, int strict);

    [LibraryImport(Sphinxbase, EntryPoint = "cmd_ln_free_r")]
    public static partial int FreeArguments(nint arguments);

    [LibraryImport(Pocketsphinx, EntryPoint = "ps_args")]
    public static partial nint Definitions();

    [LibraryImport(Pocketsphinx, EntryPoint = "ps_init")]
    public static partial nint Init(nint arguments);

    [LibraryImport(Pocketsphinx, EntryPoint = "ps_free")]
    public static partial int Free(nint decoder);

    [LibraryImport(Pocketsphinx, EntryPoint = "ps_set_jsgf_string", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetGrammar(nint decoder, string name, string grammar);

    [LibraryImport(Pocketsphinx, EntryPoint = "ps_set_search", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetSearch(nint decoder, string name);

    [LibraryImport(Pocketsphinx, EntryPoint = "ps_start_utt")]
    public static partial int StartUtterance(nint decoder);

    [LibraryImport(Pocketsphinx, EntryPoint = "ps_process_raw")]
    public static partial int Process(
        nint decoder, ReadOnlySpan<short> samples, nuint count, int noSearch, int fullUtterance);

    [LibraryImport(Pocketsphinx, EntryPoint = "ps_end_utt")]
    public static partial int EndUtterance(nint decoder);

    [LibraryImport(Pocketsphinx, EntryPoint = "ps_get_hyp")]
    public static partial nint Hypothesis(nint decoder, out int score);

    [LibraryImport(Pocketsphinx, EntryPoint = "ps_get_n_frames")]
    public static partial int Frames(nint decoder);
}
