namespace Phrases;

/// <summary>
/// The share of phrases whose intent is right, and of entities, those expected and those found, that are right.
/// </summary>
public sealed record Accuracy(int Phrases, double Intents, double Entities, IReadOnlyList<string> Mistakes)
{
    public static Accuracy Of(IReadOnlyList<Phrase> phrases)
    {
        var (intents, right, wrong) = (0, 0, 0);
        var mistakes = new List<string>();
        foreach (var phrase in phrases)
        {
            var found = phrase.Understand();
            var isRight = found.Intent == phrase.Intent;
            intents += isRight ? 1 : 0;
            var same = found.Entities.Count(entity => phrase.Entities.GetValueOrDefault(entity.Key) == entity.Value);
            // A value that differs is one error, not one too many and one too few.
            var names = found.Entities.Keys.Union(phrase.Entities.Keys).Count();
            (right, wrong) = (right + same, wrong + names - same);
            if (!isRight || names > same)
                mistakes.Add($"{phrase}\n    found {found.Intent} {Phrase.Show(found.Entities)}");
        }
        return new(phrases.Count, (double)intents / phrases.Count, (double)right / (right + wrong), mistakes);
    }
}
