using System.Diagnostics;
using System.Globalization;
using Phrases;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine("                          phrases  intent  entities");
foreach (var set in Phrase.Sets)
    foreach (var language in Phrase.Languages)
    {
        var found = Accuracy.Of(Phrase.Read(set, language));
        var name = set == "known" ? "known (developed on)" : set;
        Console.WriteLine(
            $"{name,-21} {language}  {found.Phrases,7}  {found.Intents,6:0.000}  {found.Entities,8:0.000}");
        foreach (var mistake in args.Contains(set == "known" ? "--mistakes" : "--unseen-mistakes")
            ? found.Mistakes : [])
            Console.WriteLine($"  {mistake}");
    }

// Several rounds: the first ones compile.
var all = Phrase.Languages.SelectMany(language => Phrase.Read("unseen", language)).ToList();
var best = TimeSpan.MaxValue;
for (var round = 0; round < 20; round++)
{
    var started = Stopwatch.GetTimestamp();
    foreach (var phrase in all)
        phrase.Understand();
    var took = Stopwatch.GetElapsedTime(started);
    best = took < best ? took : best;
}
Console.WriteLine($"{best.TotalMicroseconds / all.Count:0} µs per phrase");
