using Shop.Voice.Understanding;

namespace Shop.Voice.Dialogue;

/// <summary>
/// Ukrainian names of goods that differ from the Russian ones of the catalog by more than their endings. The catalog's
/// search tolerates misspellings, so alike words need no entry.
/// </summary>
static class GoodsNames
{
    static readonly (string Ukrainian, string Russian)[] Names =
    [
        ("навушник", "наушники"), ("бездротов", "беспроводные"), ("намет", "палатка"), ("двомісн", "двухместная"),
        ("годинник", "часы"), ("розумн", "умные"), ("зовнішн", "внешний"), ("кав", "кофе"), ("зерн", "зёрнах"),
        ("книжк", "книга"), ("електронн", "электронная"), ("пилосос", "пылесос"), ("спальн", "спальный"),
        ("мішок", "мешок"), ("мішк", "мешок"), ("сковорідк", "сковорода"), ("чавунн", "чугунная"),
        ("дитяч", "детский"), ("ліхтар", "фонарь"), ("ковдр", "плед"), ("рушник", "полотенца"), ("свічк", "свеча"),
        ("кошик", "корзина"), ("колонк", "колонка"), ("шкарпетк", "носки"), ("сукн", "платье"), ("сорочк", "рубашка"),
        ("светр", "свитер"), ("джинс", "джинсы"), ("м'яч", "мяч"), ("лиж", "лыжи"), ("мил", "мыло"),
        ("щітк", "щётка"), ("олі", "масло"), ("лопат", "лопата"), ("насінн", "семена"), ("теплиц", "теплица"),
        ("олівц", "карандаши"), ("чайник", "чайник"), ("куртк", "куртка"), ("ведмед", "медведь"),
        ("подушк", "подушка"), ("ваз", "ваза"), ("війн", "война"), ("мир", "мир")
    ];

    static readonly (string Folded, string Russian)[] Folded =
        [.. Names.Select(name => (Words.Fold(name.Ukrainian), name.Russian)).OrderByDescending(name =>
            name.Item1.Length)];

    public static string InRussian(string goods) => string.Join(' ', goods.Split(' ').Select(word =>
    {
        var folded = Words.Fold(word);
        foreach (var (beginning, russian) in Folded)
            if (folded.StartsWith(beginning, StringComparison.Ordinal) && folded.Length - beginning.Length <= 4)
                return russian;
        return word;
    }));
}
