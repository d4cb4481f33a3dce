using System.Diagnostics;
using System.Globalization;
using LabelledErrors;
using Shop.Pilot.Errors;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var known = await Sets.KnownAsync();
var unseen = await Sets.UnseenAsync();
Console.WriteLine("                     errors   bugs  groups  precision  recall");
Print("known (developed on)", known, args.Contains("--mistakes"));
Print("unseen", unseen, args.Contains("--unseen-mistakes"));

// Several rounds: the first ones compile.
var (rounds, best) = (30, TimeSpan.MaxValue);
var allocated = GC.GetAllocatedBytesForCurrentThread();
for (var round = 0; round < rounds; round++)
{
    var started = Stopwatch.GetTimestamp();
    foreach (var labelled in unseen)
        Grouping.Of(labelled.Incident);
    var took = Stopwatch.GetElapsedTime(started);
    best = took < best ? took : best;
}
allocated = (GC.GetAllocatedBytesForCurrentThread() - allocated) / rounds / unseen.Count;
Console.WriteLine($"{best.TotalNanoseconds / unseen.Count:0} ns and {allocated} bytes per incident");

static void Print(string name, List<Labelled> set, bool withMistakes)
{
    var found = Evaluation.Of(set);
    var counts = $"{found.Occurrences,6} {found.Bugs,6} {found.Groups,7}";
    Console.WriteLine($"{name,-20} {counts} {found.Precision,10:0.000} {found.Recall,7:0.000}");
    foreach (var mistake in withMistakes ? found.Mistakes : [])
        Console.WriteLine($"  {mistake}");
}
