using System.Globalization;
using Rejection;
using Shop.Voice.Dialogue;
using Shop.Voice.Speech.Pocketsphinx;
using Sentence = Rejection.Sentence;
using Utterance = Rejection.Utterance;

// How far a sentence may be from what the grammar of the dialogue's state allows, and still be taken for it. Prints
// both sets; --all lists each utterance.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var recognizer = new PocketsphinxRecognizer();
// Decibels between the speech and the noise of the line.
double[] lines = [30, 20];
var sets = new Dictionary<string, Utterance[]>();
foreach (var set in (string[])["tuning", "held-out"])
{
    (string Voice, Sentence Sentence, double Noise)[] spoken =
    [
        .. from voice in Voices.Of(set)
           from sentence in Sentence.Read(set)
           from noise in lines
           select (voice, sentence, noise)
    ];
    var heard = sets[set] = new Utterance[spoken.Length];
    await Parallel.ForAsync(0, spoken.Length, async (i, ct) =>
    {
        var (voice, sentence, noise) = spoken[i];
        var speech = await Voices.SpeakAsync(sentence, voice, noise, seed: i);
        var (text, fit) = await recognizer.MeasureAsync(speech, sentence.State, Grammars.Of(sentence.State)!, ct);
        heard[i] = new(sentence, voice, text, fit);
    });
    Console.WriteLine($"{set}: {heard.Length} utterances of {string.Join(", ", Voices.Of(set))}");
    foreach (var one in args.Contains("--all") ? heard : [])
        Console.WriteLine(
            $"  {one.Voice,-14} {one.Fit,7:0.0} {(one.IsRight ? "right" : "     ")} {one.Sentence.State}: "
                + $"{one.Sentence.Words} -> {one.Heard}");
}

Console.WriteLine("\n                       sentences of the grammar          other sentences");
Console.WriteLine("             threshold  right  wrong  refused            accepted");
for (var threshold = 0.0; threshold >= -14; threshold--)
    Print("tuning", threshold);
var best = Enumerable.Range(-200, 200).Select(tenths => tenths / 10.0)
    .GroupBy(threshold => Outcome.Of(sets["tuning"], threshold).Worth)
    .MaxBy(same => same.Key)!;
const double InUse = PocketsphinxRecognizer.WorstFit;
Console.WriteLine($"\nbest on the tuning set: {best.Min()} to {best.Max()}; in use: {InUse}");
Print("tuning", InUse);
Print("held-out", InUse);
foreach (var voice in Voices.Of("held-out"))
    Console.WriteLine($"  {voice,-19}  {Outcome.Of(sets["held-out"].Where(one => one.Voice == voice), InUse)}");

void Print(string set, double threshold) =>
    Console.WriteLine($"{set,-12} {threshold,8:0.0}  {Outcome.Of(sets[set], threshold)}");
