using System.Globalization;

namespace Shop.Voice.Understanding;

/// <summary>Prices and quantities.</summary>
static class Amounts
{
    const int LeastPrice = 300;

    public static void ReadPrices(Heard heard, IDictionary<string, string> entities)
    {
        var numbers = heard.Unused.ToList();
        for (var i = 0; i < numbers.Count; i++)
        {
            var number = numbers[i];
            var isRange = i + 1 < numbers.Count && numbers[i + 1].From - number.To <= 2
                && CueBefore(heard, number, "over") && (CueBefore(heard, numbers[i + 1], "under")
                    || heard.At(numbers[i + 1].From - 1) is "and" or "to" or "и" or "та");
            if (isRange && numbers[i + 1].Value >= LeastPrice)
            {
                // "От пяти до восьми тысяч".
                var factor = numbers[i + 1].Value >= 1000 && number.Value < 1000 ? 1000 : 1;
                Set(Entity.MinPrice, number, factor);
                Set(Entity.MaxPrice, numbers[i + 1], 1);
                i++;
            }
            else if (number.Value < LeastPrice)
                continue;
            // "Не дороже" begins with "не", and "no more than" contains "more than".
            else if (CueBefore(heard, number, "over") && !CueBefore(heard, number, "under"))
                Set(Entity.MinPrice, number, 1);
            else if (number.IsThousands || CueBefore(heard, number, "under") || heard.IsAt("currency", number.To))
                Set(Entity.MaxPrice, number, 1);
        }

        void Set(string entity, Number number, int factor)
        {
            entities[entity] = (number.Value * factor).ToString(CultureInfo.InvariantCulture);
            heard.Use(number);
        }
    }

    public static void ReadQuantity(Heard heard, bool isOrder, IDictionary<string, string> entities)
    {
        foreach (var number in heard.Unused)
            if (number.Value is >= 1 and <= 40 && !number.IsOrdinal && IsCounted(heard, number))
            {
                Set(number.Value);
                heard.Use(number);
                return;
            }
        if (heard.Has("pair"))
            Set(2);
        else if (heard.Has("set"))
            Set(4);
        else if (isOrder && heard.Unused.FirstOrDefault(number =>
            number.Value is >= 1 and <= 40 && !number.IsOrdinal && !heard.IsAt("option", number.From - 1)) is { } bare)
        {
            Set(bare.Value);
            heard.Use(bare);
        }

        void Set(long quantity) => entities[Entity.Quantity] = quantity.ToString(CultureInfo.InvariantCulture);
    }

    // "Четыре колеса", "две зимние шины".
    static bool IsCounted(Heard heard, Number number) =>
        heard.IsAt("pieces", number.To)
        || (heard.IsAt("season_winter", number.To) || heard.IsAt("season_summer", number.To)
            || heard.IsAt("season_all", number.To) || heard.At(number.To) is "good" or "new")
            && (heard.IsAt("pieces", number.To + 1) || heard.IsAt("pieces", number.To + 2))
        || heard.At(number.From - 1) == "of" && heard.IsAt("set", number.From - 2);

    static bool CueBefore(Heard heard, Number number, string section)
    {
        for (var i = Math.Max(0, number.From - 3); i < number.From; i++)
            if (Lexicon.LengthAt(section, heard.Words, i) is > 0 and var length && i + length >= number.From - 1
                && !(i + length == number.From - 1 && Numbers.IsNumber(heard.Words, number.From - 1)))
                return true;
        return false;
    }
}
