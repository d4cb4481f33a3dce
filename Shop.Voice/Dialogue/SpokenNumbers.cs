using Shop.Calls;

namespace Shop.Voice.Dialogue;

enum Gender
{
    Masculine,
    Feminine,
    Neuter
}

/// <summary>Numbers in words, for a synthesizer that reads digits badly.</summary>
static class SpokenNumbers
{
    static readonly string[] RussianUnits =
    [
        "ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать",
        "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать", "восемнадцать",
        "девятнадцать"
    ];
    static readonly string[] RussianTens =
    [
        "", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"
    ];
    static readonly string[] RussianHundreds =
    [
        "", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"
    ];
    static readonly string[] RussianDays =
    [
        "", "первого", "второго", "третьего", "четвёртого", "пятого", "шестого", "седьмого", "восьмого", "девятого",
        "десятого", "одиннадцатого", "двенадцатого", "тринадцатого", "четырнадцатого", "пятнадцатого",
        "шестнадцатого", "семнадцатого", "восемнадцатого", "девятнадцатого", "двадцатого"
    ];

    static readonly string[] UkrainianUnits =
    [
        "нуль", "один", "два", "три", "чотири", "п'ять", "шість", "сім", "вісім", "дев'ять", "десять", "одинадцять",
        "дванадцять", "тринадцять", "чотирнадцять", "п'ятнадцять", "шістнадцять", "сімнадцять", "вісімнадцять",
        "дев'ятнадцять"
    ];
    static readonly string[] UkrainianTens =
    [
        "", "", "двадцять", "тридцять", "сорок", "п'ятдесят", "шістдесят", "сімдесят", "вісімдесят", "дев'яносто"
    ];
    static readonly string[] UkrainianHundreds =
    [
        "", "сто", "двісті", "триста", "чотириста", "п'ятсот", "шістсот", "сімсот", "вісімсот", "дев'ятсот"
    ];
    static readonly string[] UkrainianDays =
    [
        "", "першого", "другого", "третього", "четвертого", "п'ятого", "шостого", "сьомого", "восьмого", "дев'ятого",
        "десятого", "одинадцятого", "дванадцятого", "тринадцятого", "чотирнадцятого", "п'ятнадцятого",
        "шістнадцятого", "сімнадцятого", "вісімнадцятого", "дев'ятнадцятого", "двадцятого"
    ];

    static readonly string[] EnglishUnits =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"
    ];
    static readonly string[] EnglishTens =
    [
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
    ];
    static readonly string[] EnglishDays =
    [
        "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
        "twentieth"
    ];

    public static string Cardinal(long value, SpokenLanguage language, Gender gender = Gender.Masculine)
    {
        if (value == 0)
            return Units(language)[0];
        var words = new List<string>();
        var (millions, thousands, rest) = (value / 1_000_000 % 1000, value / 1000 % 1000, value % 1000);
        Add(millions, Gender.Masculine, Million(language, millions));
        Add(thousands, Gender.Feminine, Thousand(language, thousands));
        Add(rest, gender, "");
        return string.Join(' ', words);

        void Add(long group, Gender of, string unit)
        {
            if (group == 0)
                return;
            // "Тысяча двести", not "одна тысяча двести"; English keeps its one.
            if (!(group == 1 && unit.Length > 0 && language != SpokenLanguage.English))
                words.Add(UnderThousand((int)group, language, of));
            if (unit.Length > 0)
                words.Add(unit);
        }
    }

    /// <summary>
    /// The day of a month as it is said before the month: "двадцать восьмого", "the twenty eighth of".
    /// </summary>
    public static string Day(int day, SpokenLanguage language)
    {
        var days = language switch
        {
            SpokenLanguage.Ukrainian => UkrainianDays,
            SpokenLanguage.Russian => RussianDays,
            _ => EnglishDays
        };
        var tens = Tens(language);
        var word = day switch
        {
            <= 20 => days[day],
            30 => language switch
            {
                SpokenLanguage.Ukrainian => "тридцятого",
                SpokenLanguage.Russian => "тридцатого",
                _ => "thirtieth"
            },
            _ => $"{tens[day / 10]} {days[day % 10]}"
        };
        return language == SpokenLanguage.English ? $"the {word} of" : word;
    }

    /// <summary>Each digit by its name, in groups of three: "один ноль ноль, два четыре пять".</summary>
    public static string Digits(string digits, SpokenLanguage language, int group = 3)
    {
        var units = Units(language);
        return string.Join(", ", digits.Chunk(group).Select(part => string.Join(' ', part.Select(digit =>
            units[digit - '0']))));
    }

    /// <summary>The form of a noun after a number: 1 рубль, 2 рубля, 5 рублей.</summary>
    public static string Plural(long value, SpokenLanguage language, string one, string few, string many)
    {
        if (language == SpokenLanguage.English)
            return value == 1 ? one : many;
        return (value % 100 is >= 11 and <= 14 ? 0 : value % 10) switch
        {
            1 => one,
            >= 2 and <= 4 => few,
            _ => many
        };
    }

    static string UnderThousand(int value, SpokenLanguage language, Gender gender)
    {
        var words = new List<string>();
        var units = Units(language);
        if (value >= 100)
            words.Add(language switch
            {
                SpokenLanguage.Ukrainian => UkrainianHundreds[value / 100],
                SpokenLanguage.Russian => RussianHundreds[value / 100],
                _ => $"{units[value / 100]} hundred"
            });
        var rest = value % 100;
        if (rest >= 20)
        {
            words.Add(Tens(language)[rest / 10]);
            rest %= 10;
        }
        if (rest > 0)
            words.Add((language, rest, gender) switch
            {
                (SpokenLanguage.English, _, _) => units[rest],
                (_, 1, Gender.Feminine) => "одна",
                (SpokenLanguage.Ukrainian, 2, Gender.Feminine) => "дві",
                (SpokenLanguage.Russian, 2, Gender.Feminine) => "две",
                (SpokenLanguage.Ukrainian, 1, Gender.Neuter) => "одне",
                (SpokenLanguage.Russian, 1, Gender.Neuter) => "одно",
                _ => units[rest]
            });
        return string.Join(' ', words);
    }

    static string Thousand(SpokenLanguage language, long value) => language switch
    {
        SpokenLanguage.Ukrainian => Plural(value, language, "тисяча", "тисячі", "тисяч"),
        SpokenLanguage.Russian => Plural(value, language, "тысяча", "тысячи", "тысяч"),
        _ => "thousand"
    };

    static string Million(SpokenLanguage language, long value) => language switch
    {
        SpokenLanguage.Ukrainian => Plural(value, language, "мільйон", "мільйони", "мільйонів"),
        SpokenLanguage.Russian => Plural(value, language, "миллион", "миллиона", "миллионов"),
        _ => "million"
    };

    static string[] Units(SpokenLanguage language) => language switch
    {
        SpokenLanguage.Ukrainian => UkrainianUnits,
        SpokenLanguage.Russian => RussianUnits,
        _ => EnglishUnits
    };

    static string[] Tens(SpokenLanguage language) => language switch
    {
        SpokenLanguage.Ukrainian => UkrainianTens,
        SpokenLanguage.Russian => RussianTens,
        _ => EnglishTens
    };
}
