using System.Text;

namespace Shop.Voice.Understanding;

/// <summary>
/// Tyre brands in Latin or Cyrillic letters, also misheard: both sides are transliterated and compared by edit
/// distance.
/// </summary>
static class Brands
{
    // The canonical name, then other ways in which it is said.
    static readonly string[][] Known =
    [
        ["michelin", "мишлен", "мишелин", "мишлэн"],
        ["nokian", "нокиан", "нокия", "хаккапелиитта", "хакапелита", "нокиан тайрс"],
        ["continental", "континенталь", "контик"],
        ["bridgestone", "бриджстоун", "бриджстон", "bridge stone"],
        ["pirelli", "пирелли"],
        ["goodyear", "гудиер", "гудиир", "гудйир", "good year"],
        ["hankook", "ханкук", "ханкок"],
        ["yokohama", "йокогама", "йокохама", "екогама"],
        ["toyo", "тойо"],
        ["kumho", "кумхо", "кумо"],
        ["nexen", "нексен"],
        ["dunlop", "данлоп"],
        ["cordiant", "кордиант"],
        ["kama", "кама"],
        ["viatti", "виатти"],
        ["rosava", "росава"],
        ["premiorri", "премиорри"],
        ["belshina", "белшина", "бельшина"],
        ["matador", "матадор"],
        ["debica", "дебица", "дембица"],
        ["triangle", "триангл", "трайангл"],
        ["sailun", "сайлун", "саилун"],
        ["gislaved", "гиславед"],
        ["formula", "формула"],
        ["laufenn", "лауфен"],
        ["maxxis", "максис"],
        ["tigar", "тигар"],
        ["kleber", "клебер"],
        ["barum", "барум"],
        ["polaris", "полярис", "полярiс"],
        ["fjord", "фьорд", "фйорд", "fiord", "fyord"],
        ["trassa", "трасса", "траса"],
        ["sprint", "спринт"],
        ["kompas", "компас", "compass"],
        ["gruz", "груз"]
    ];

    static readonly List<(string Sound, string Brand)> Sounds =
        [.. from forms in Known from form in forms select (SoundOf(form), forms[0])];

    public static void Read(Heard heard, IDictionary<string, string> entities)
    {
        for (var i = 0; i < heard.Words.Count; i++)
        {
            if (heard.IsUsed(i) || Numbers.IsNumber(heard.Words, i))
                continue;
            var pair = i + 1 < heard.Words.Count ? Find(heard.At(i) + heard.At(i + 1), isPair: true) : null;
            if ((pair ?? Find(heard.At(i), isPair: false)) is not { } brand)
                continue;
            entities[Entity.Brand] = brand;
            heard.Use(i, pair is null ? i + 1 : i + 2);
        }
    }

    /// <summary>The ways in which a brand may be written in the name of a product.</summary>
    public static IReadOnlyList<string> SpellingsOf(string brand) =>
        Array.Find(Known, forms => forms[0] == brand) ?? [brand];

    static string? Find(string word, bool isPair)
    {
        var sound = SoundOf(word);
        if (sound.Length < 4)
            return null;
        string? best = null;
        var least = int.MaxValue;
        foreach (var (known, brand) in Sounds)
        {
            var allowed = isPair || sound.Length < 6 ? 0 : sound.Length < 9 ? 1 : 2;
            // "Нокианы", "мишленов": endings do not count.
            var distance = Math.Abs(known.Length - sound.Length) > 2 + allowed
                ? int.MaxValue
                : !isPair && known.Length >= 5 && sound.Length - known.Length is 1 or 2
                    && sound.StartsWith(known, StringComparison.Ordinal) ? 0 : Distance(known, sound);
            if (distance <= allowed && distance < least)
                (best, least) = (brand, distance);
        }
        return best;
    }

    static string SoundOf(string text)
    {
        var sound = new StringBuilder(text.Length);
        foreach (var letter in Words.Fold(text))
        {
            var latin = letter switch
            {
                'а' => "a",
                'б' => "b",
                'в' => "v",
                'г' => "g",
                'д' => "d",
                'е' => "e",
                'ж' => "j",
                'з' => "z",
                'и' or 'й' => "i",
                'к' => "k",
                'л' => "l",
                'м' => "m",
                'н' => "n",
                'о' => "o",
                'п' => "p",
                'р' => "r",
                'с' => "s",
                'т' => "t",
                'у' => "u",
                'ф' => "f",
                'х' => "h",
                'ц' => "c",
                'ч' => "ch",
                'ш' or 'щ' => "sh",
                'ю' => "iu",
                'я' => "ia",
                'y' => "i",
                ' ' => "",
                _ => $"{letter}"
            };
            // A doubled letter sounds like one.
            if (latin.Length > 0 && !(sound.Length > 0 && sound[^1] == latin[0]))
                sound.Append(latin);
        }
        return sound.ToString();
    }

    /// <summary>The Levenshtein distance.</summary>
    internal static int Distance(string a, string b)
    {
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
                current[j] = Math.Min(
                    Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            (previous, current) = (current, previous);
        }
        return previous[b.Length];
    }
}
