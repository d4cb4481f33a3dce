namespace Shop.Voice.Understanding;

/// <summary>Goods other than tyres: the words that remain when those of asking are left out.</summary>
static class Goods
{
    const int Most = 5;

    static readonly string[] Noise =
    [
        "noise", "find", "under", "over", "currency", "cheaper_than", "buy", "buy_goods", "pieces", "set", "pair",
        "this", "option", "order_thing", "stock", "last"
    ];

    public static void Read(Heard heard, IDictionary<string, string> entities)
    {
        if (Among(heard) is { Count: > 0 and <= Most } goods)
            entities[Entity.Goods] = string.Join(' ', goods);
    }

    /// <summary>
    /// Whether something is named that could be bought: "хочу заказать палатку", not "хочу заказать две".
    /// </summary>
    public static bool AreNamed(Heard heard) => Among(heard).Count > 0;

    static List<string> Among(Heard heard)
    {
        var goods = new List<string>();
        for (var i = 0; i < heard.Words.Count; i++)
        {
            var noise = Noise.Max(section => Lexicon.LengthAt(section, heard.Words, i));
            if (noise > 0)
                i += noise - 1;
            else if (!heard.IsUsed(i) && heard.Words[i].Raw.Length > 1 && !Numbers.IsNumber(heard.Words, i))
                goods.Add(heard.Words[i].Raw);
        }
        return goods;
    }
}
