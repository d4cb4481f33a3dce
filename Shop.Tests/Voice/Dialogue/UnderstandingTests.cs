using Phrases;
using Shop.Calls;
using Shop.Voice.Dialogue;
using Shop.Voice.Understanding;

namespace Shop.Tests.Voice.Dialogue;

public class UnderstandingTests
{
    static readonly Circumstances Now = new(new(2026, 11, 27), SpokenLanguage.Russian);

    /// <summary>300 phrases per language, which were written before the rules and have never tuned them.</summary>
    [Theory]
    [InlineData("uk")]
    [InlineData("ru")]
    [InlineData("en")]
    public void Phrases_that_the_rules_have_not_seen_are_understood(string language)
    {
        var found = Accuracy.Of(Phrase.Read("unseen", language));

        Assert.True(found.Phrases >= 300, $"{found.Phrases}");
        Assert.True(found.Intents >= 0.95, $"intents {found.Intents:0.000}");
        Assert.True(found.Entities >= 0.95, $"entities {found.Entities:0.000}");
    }

    [Theory]
    [InlineData(SpokenLanguage.Ukrainian)]
    [InlineData(SpokenLanguage.Russian)]
    [InlineData(SpokenLanguage.English)]
    public void Every_size_is_understood_as_the_shop_says_it(SpokenLanguage language)
    {
        var wrong = new List<string>();
        for (var width = 125; width <= 335; width += 10)
            for (var profile = 25; profile <= 85; profile += 5)
                for (var rim = 12; rim <= 24; rim++)
                {
                    var size = $"{width}/{profile} R{rim}";
                    var spoken = SpokenText.Of(size, language);
                    var found = Rules.Understand(spoken, Now).Entities.GetValueOrDefault(Entity.Size);
                    if (found != size)
                        wrong.Add($"{spoken}: {found}");
                }
        Assert.True(wrong.Count == 0, $"{wrong.Count}: {string.Join('\n', wrong.Take(5))}");
    }

    [Theory]
    [InlineData(SpokenLanguage.Ukrainian)]
    [InlineData(SpokenLanguage.Russian)]
    [InlineData(SpokenLanguage.English)]
    public void Times_and_order_numbers_are_understood_as_the_shop_says_them(SpokenLanguage language)
    {
        for (var minutes = 8 * 60; minutes < 20 * 60; minutes += 10)
        {
            var time = $"{minutes / 60}:{minutes % 60:00}";
            var heard = Rules.Understand(SpokenText.Of(time, language), Now with { Expected = Expected.Time });
            Assert.Equal(
                (time, $"{minutes / 60:00}:{minutes % 60:00}"), (time, heard.Entities.GetValueOrDefault(Entity.Time)));
        }
        foreach (var number in (string[])["100001", "100245", "101010", "999999", "100100"])
        {
            var spoken = SpokenText.Of($"S-{number}", language);
            var heard = Rules.Understand(spoken, Now with { Expected = Expected.Order });
            Assert.Equal((spoken, number), (spoken, heard.Entities.GetValueOrDefault(Entity.Order)));
        }
    }

    /// <summary>By state, the same words are a rim or an hour.</summary>
    [Theory]
    [InlineData("на шестнадцать", Expected.Size, Entity.Rim, "16")]
    [InlineData("на шестнадцать", Expected.Time, Entity.Time, "16:00")]
    [InlineData("на шістнадцять", Expected.Size, Entity.Rim, "16")]
    [InlineData("на шістнадцяту", Expected.Time, Entity.Time, "16:00")]
    [InlineData("sixteen", Expected.Size, Entity.Rim, "16")]
    public void The_question_decides_what_a_number_is(string text, Expected expected, string entity, string value) =>
        Assert.Equal(value, Rules.Understand(text,
            Now with { Expected = expected }).Entities.GetValueOrDefault(entity));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("…!?")]
    [InlineData("один один один один один один один один один один один один один один один один один один один один")]
    [InlineData("а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а а")]
    [InlineData("9999999999999999999999999999999999999999")]
    [InlineData("двести пять двести пять двести пять двести пять двести пять двести пять двести пять двести пять")]
    public void Nonsense_is_answered_and_never_throws(string text)
    {
        foreach (var expected in Enum.GetValues<Expected>())
            Assert.NotNull(Rules.Understand(text, Now with { Expected = expected }));
    }

    [Theory]
    [InlineData("Шина «Полярис» 205/55 R16, 5 990 ₽", SpokenLanguage.Russian,
        "Шина Полярис двести пять на пятьдесят пять, радиус шестнадцать, пять тысяч девятьсот девяносто рублей")]
    [InlineData("21 ₽ и 2 000 грн", SpokenLanguage.Ukrainian, "двадцять один рубль и дві тисячі гривень")]
    [InlineData("Заказ S-100245: в пути", SpokenLanguage.Russian, "Заказ эс один ноль ноль, два четыре пять: в пути")]
    [InlineData("28 ноября в 9:05", SpokenLanguage.Russian, "двадцать восьмого ноября в девять ноль пять")]
    [InlineData("3 грудня о 15:30", SpokenLanguage.Ukrainian, "третього грудня о п'ятнадцять тридцять")]
    [InlineData("21 May at 15:30", SpokenLanguage.English, "the twenty first of May at three thirty p m")]
    [InlineData("№ 7, 4 шт.", SpokenLanguage.Russian, "номер семь, четыре штук")]
    [InlineData("+7 926 123-45-67", SpokenLanguage.English,
        "seven nine two, six one two, three four five, six seven")]
    public void Speech_has_no_digits_or_signs(string text, SpokenLanguage language, string spoken) =>
        Assert.Equal(spoken, SpokenText.Of(text, language));
}
