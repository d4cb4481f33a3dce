namespace Shop.Voice.Understanding;

/// <summary>Season, studs, brand and whether the cheapest is wanted.</summary>
static class Tyres
{
    public static void Read(Heard heard, IDictionary<string, string> entities)
    {
        if (heard.Take("season_all"))
            entities[Entity.Season] = "all";
        else if (heard.Take("season_winter"))
            entities[Entity.Season] = "winter";
        else if (heard.Take("season_summer"))
            entities[Entity.Season] = "summer";
        if (heard.Take("studs_no"))
            entities[Entity.Studs] = "no";
        else if (heard.Take("studs_yes"))
            entities[Entity.Studs] = "yes";
        if (heard.Take("stock"))
            entities[Entity.Stock] = "yes";
        if (heard.Has("cheap") && !IsComparison(heard))
        {
            heard.Take("cheap");
            entities[Entity.Sort] = "price";
        }
        Brands.Read(heard, entities);
    }

    public static bool IsAbout(Heard heard, IReadOnlyDictionary<string, string> entities) =>
        heard.Has("tyres") || entities.ContainsKey(Entity.Size) || entities.ContainsKey(Entity.Studs)
        || entities.ContainsKey(Entity.Brand) || entities.GetValueOrDefault(Entity.Season) == "all";

    /// <summary>Whether the utterance is about tyres at all.</summary>
    public static bool IsMentioned(Heard heard)
    {
        if (heard.Has("tyres") || heard.Has("studs_yes") || heard.Has("studs_no") || heard.Has("season_all"))
            return true;
        var found = new Dictionary<string, string>();
        var again = new Heard([.. heard.Words]);
        TyreSizes.Read(again, Expected.Anything, found);
        Brands.Read(again, found);
        return found.Count > 0;
    }

    /// <summary>
    /// Whether it says which tyres, so that "I want to buy …" is a search and not an order of what was offered.
    /// </summary>
    public static bool IsSpecific(Heard heard)
    {
        var found = new Dictionary<string, string>();
        var again = new Heard([.. heard.Words]);
        TyreSizes.Read(again, Expected.Anything, found);
        Read(again, found);
        found.Remove(Entity.Stock);
        return found.Count > 0 || heard.Has("tyres") && !heard.Has("pieces_counted") && heard.Numbers.Count == 0
            && !heard.Has("this");
    }

    // "Дешевле семи тысяч" is a limit, not an order.
    static bool IsComparison(Heard heard) =>
        Lexicon.Find("cheaper_than", heard.Words, 0) is var (_, to) && (Numbers.In(heard.Words).Exists(number =>
            number.From - to is >= 0 and <= 1));
}
