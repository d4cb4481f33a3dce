namespace Shop.Voice.Understanding;

/// <summary>A fitting station by a word of its name, in any case: "на лесной", "лісну", "lesnaya".</summary>
static class Stations
{
    public static void Read(Heard heard, IReadOnlyList<KnownStation> stations, IDictionary<string, string> entities)
    {
        for (var i = 0; i < heard.Words.Count; i++)
            if (!heard.IsUsed(i) && Find(heard.At(i), stations) is { } station)
            {
                entities[Entity.Station] = station.Slug;
                heard.Use(i, i + 1);
                return;
            }
    }

    static KnownStation? Find(string word, IReadOnlyList<KnownStation> stations)
    {
        if (word.Length < 4)
            return null;
        KnownStation? best = null;
        var least = 3;
        foreach (var station in stations)
            foreach (var name in station.Names)
                foreach (var known in Words.Of(name))
                {
                    // Endings differ: the beginning has to agree.
                    var stem = Math.Max(3, Math.Min(known.Folded.Length, word.Length) - 3);
                    if (known.Folded.Length < 4 || string.CompareOrdinal(known.Folded, 0, word, 0, stem) != 0)
                        continue;
                    var distance = Brands.Distance(known.Folded, word);
                    if (distance < least)
                        (best, least) = (station, distance);
                }
        return best;
    }
}
