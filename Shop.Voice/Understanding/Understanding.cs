
namespace Shop.Voice.Understanding;

/// <summary>
/// Understands an utterance by rules, in Ukrainian, Russian, English and their mixtures, without any model.
/// </summary>
public static class Rules
{
    static readonly HashSet<Intent> WithoutEntities =
        [Intent.Question, Intent.Operator, Intent.Yes, Intent.No, Intent.Repeat, Intent.Goodbye, Intent.Help,
            Intent.CancelFitting];

    public static Understood Understand(string text, Circumstances now)
    {
        var words = Words.Of(text);
        var language = Languages.Of(words, now.Language);
        if (words.Count == 0)
            return new(Intent.Unknown, new Dictionary<string, string>(), now.Language);
        var entities = new Dictionary<string, string>();
        if (Corrections.Kept(words, now.Expected) is { } kept)
        {
            Extract(new(kept), now, Intent.Inform, entities);
            if (entities.Count > 0)
                return new(Intent.Correct, entities, language);
        }
        var heard = new Heard(words);
        var intent = Intents.Of(heard, now.Expected);
        if (WithoutEntities.Contains(intent))
            return new(intent, entities, language);
        if (intent == Intent.Language)
        {
            entities[Entity.Language] = Languages.Asked(words)!.Value.Spelling();
            return new(intent, entities, language);
        }
        Extract(heard, now, intent, entities);
        // "Термос до тысячи": a price without a word of asking is a search.
        if (intent == Intent.Unknown && (entities.ContainsKey(Entity.MaxPrice)
            || entities.ContainsKey(Entity.MinPrice)))
        {
            entities.Clear();
            heard = new(words);
            Extract(heard, now, intent = Intent.Search, entities);
        }
        return new(Intents.Refine(intent, entities, heard, now.Expected), entities, language);
    }

    static void Extract(Heard heard, Circumstances now, Intent intent, Dictionary<string, string> entities)
    {
        var expected = now.Expected;
        var isFitting = intent is Intent.BookFitting or Intent.MoveFitting;
        var isOrder = intent == Intent.OrderStatus || expected == Expected.Order;
        if (isFitting || expected is Expected.Date or Expected.Time or Expected.Station || intent == Intent.Inform)
        {
            Days.Read(heard, now.Today, entities);
            if (expected is Expected.Time or Expected.Station)
                Choices.Read(heard, intent, expected, entities);
            if (expected is not (Expected.Size or Expected.Order or Expected.Phone or Expected.Quantity))
                Times.Read(heard, expected == Expected.Time, entities);
            Stations.Read(heard, now.Stations ?? [], entities);
        }
        if (isFitting || expected is Expected.Date or Expected.Time or Expected.Station)
            return;
        if (expected == Expected.Phone || isOrder)
            Identifiers.ReadPhone(heard, expected, entities);
        if (isOrder && !entities.ContainsKey(Entity.Phone))
            Identifiers.ReadOrder(heard, isOrder, entities);
        if (isOrder || expected == Expected.Phone)
            return;
        TyreSizes.Read(heard, expected, entities);
        Choices.Read(heard, intent, expected, entities);
        Amounts.ReadPrices(heard, entities);
        if (intent is Intent.Search or Intent.Order or Intent.Inform or Intent.Unknown)
        {
            var isQuantity = intent == Intent.Order || expected == Expected.Quantity;
            Amounts.ReadQuantity(heard, isQuantity, entities);
        }
        Tyres.Read(heard, entities);
        var isAboutTyres = Tyres.IsAbout(heard, entities);
        if (intent == Intent.Search || expected == Expected.Size)
            TyreSizes.ReadRim(heard, isAboutTyres || expected == Expected.Size, entities);
        if (intent == Intent.Search && !isAboutTyres && !entities.ContainsKey(Entity.Rim))
            Goods.Read(heard, entities);
    }
}
