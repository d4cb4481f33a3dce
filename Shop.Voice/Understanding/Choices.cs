using System.Globalization;

namespace Shop.Voice.Understanding;

/// <summary>Finds which of several options was meant: "второй вариант", "the last one", "номер два".</summary>
static class Choices
{
    public static void Read(Heard heard, Intent intent, Expected expected, IDictionary<string, string> entities)
    {
        if (heard.Has("last") && heard.Words.Count <= 8)
        {
            entities[Entity.Choice] = "last";
            return;
        }
        if (intent == Intent.Search)
            return;
        foreach (var number in heard.Unused)
            // "О другій" is an hour when a time is expected, "другий варіант" is not.
            if (number.Value is >= 1 and <= 9 && (number.IsOrdinal && expected != Expected.Time
                || heard.IsAt("option", number.From - 1)
                || heard.IsAt("option", number.To) || expected == Expected.Choice))
            {
                entities[Entity.Choice] = number.Value.ToString(CultureInfo.InvariantCulture);
                heard.Use(number);
                return;
            }
    }
}
