using System.Globalization;
using Shop.Catalog;
using Shop.Voice.Understanding;

namespace Shop.Voice.Dialogue;

/// <summary>What a caller wishes, as the catalog asks for it and as it is read back.</summary>
static class Wishes
{
    public static TyreWish Of(IReadOnlyDictionary<string, string> wish) => new(
        wish.GetValueOrDefault(Entity.Size),
        wish.TryGetValue(Entity.Rim, out var rim) ? int.Parse(rim, CultureInfo.InvariantCulture) : null,
        wish.GetValueOrDefault(Entity.Season) switch
        {
            "winter" => TyreSeason.Winter,
            "summer" => TyreSeason.Summer,
            "all" => TyreSeason.All,
            _ => null
        },
        wish.TryGetValue(Entity.Studs, out var studs) ? studs == "yes" : null,
        wish.TryGetValue(Entity.Brand, out var brand) ? Brands.SpellingsOf(brand) : null,
        Price(wish, Entity.MinPrice),
        Price(wish, Entity.MaxPrice),
        // More than is in stock is told when it is ordered.
        1);

    /// <summary>"Зимние шины 205/55 R16, до 6 000 ₽".</summary>
    public static string Describe(this VoiceTexts texts, IReadOnlyDictionary<string, string> wish)
    {
        if (wish.TryGetValue(Entity.Goods, out var goods))
            return WithPrice(goods);
        var parts = new List<string> { texts.Tyres(wish.GetValueOrDefault(Entity.Season)) };
        if (wish.TryGetValue(Entity.Size, out var size))
            parts.Add(size);
        else if (wish.TryGetValue(Entity.Rim, out var rim))
            parts.Add($"R{rim}");
        if (wish.TryGetValue(Entity.Brand, out var brand))
            parts.Add(CultureInfo.InvariantCulture.TextInfo.ToTitleCase(brand));
        if (wish.TryGetValue(Entity.Studs, out var studs))
            parts.Add(texts.Studs(studs == "yes"));
        return WithPrice(string.Join(' ', parts));

        string WithPrice(string what) => Price(wish, Entity.MaxPrice) is { } most
            ? $"{what}, {texts.UpTo(most)}"
            : what;
    }

    static decimal? Price(IReadOnlyDictionary<string, string> wish, string name) =>
        wish.TryGetValue(name, out var text) ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
}
