using Shop.Calls;

namespace Shop.Voice.Dialogue;

/// <summary>Words that callers of this shop use, for a recogniser that takes a prompt.</summary>
static class Hints
{
    public static string Of(SpokenLanguage language) => language switch
    {
        SpokenLanguage.Ukrainian =>
            "Шини 205/55 R16, зимові, літні, всесезонні, шиномонтаж, "
            + "замовлення, перевзути, запис, Лісна, Заводська, Вокзал.",
        SpokenLanguage.Russian =>
            "Шины 205/55 R16, зимние, летние, всесезонные, шиномонтаж, "
            + "заказ, переобуть, запись, Лесная, Заводская, Вокзал.",
        _ => "Tyres 205/55 R16, winter, summer, all season, tyre fitting, order, booking, Lesnaya, Zavodskaya, Vokzal."
    };
}
