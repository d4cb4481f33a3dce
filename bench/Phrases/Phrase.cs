using Shop;
using Shop.Calls;
using Shop.Voice.Understanding;

namespace Phrases;

/// <summary>A labelled phrase: text | intent | entities | what the shop has just asked for.</summary>
public sealed record Phrase(
    string Text, Intent Intent, IReadOnlyDictionary<string, string> Entities, Expected Expected,
        SpokenLanguage Language)
{
    /// <summary>The rules were developed on the first set. The second was written before them.</summary>
    public static readonly string[] Sets = ["known", "unseen"];

    public static readonly string[] Languages = ["uk", "ru", "en"];

    /// <summary>The day that the labels assume.</summary>
    static readonly DateOnly Today = new(2026, 11, 27);

    static readonly KnownStation[] Stations =
    [
        new("lesnaya", ["Лесная", "Лісна", "Lesnaya"]), new("zavodskaya", ["Заводская", "Заводська", "Zavodskaya"]),
        new("vokzal", ["Вокзал", "Вокзал", "Vokzal"])
    ];

    public Understood Understand() => Rules.Understand(Text, new(Today, Language, Expected, Stations));

    public static List<Phrase> Read(string set, string language)
    {
        using var stream = typeof(Phrase).Assembly.GetManifestResourceStream($"{set}/{language}")
            ?? throw new InvalidOperationException($"There is no set {set} in {language}.");
        using var reader = new StreamReader(stream);
        var phrases = new List<Phrase>();
        while (reader.ReadLine() is { } line)
            if (!line.StartsWith('#') && line.Split('|', StringSplitOptions.TrimEntries) is { Length: >= 3 } parts)
                phrases.Add(new(
                    parts[0],
                    EnumNames.Parse<Intent>(parts[1]),
                    parts[2].Split("; ", StringSplitOptions.RemoveEmptyEntries)
                        .Select(entity => entity.Split('=', 2))
                        .ToDictionary(entity => entity[0], entity => entity[1]),
                    parts.Length > 3 ? Enum.Parse<Expected>(parts[3], ignoreCase: true) : Expected.Anything,
                    EnumNames.Parse<SpokenLanguage>(language)));
        return phrases;
    }

    public static string Show(IReadOnlyDictionary<string, string> entities) =>
        string.Join("; ", entities.Select(entity => $"{entity.Key}={entity.Value}"));

    public override string ToString() => $"{Text} | {Intent} {Show(Entities)}";
}
