using Shop.Pilot.Errors;

namespace LabelledErrors;

/// <summary>
/// Counts pairs of occurrences. The precision is the share of the pairs in one group that are one bug, the recall is
/// the share of the pairs of one bug that are in one group.
/// </summary>
public sealed record Evaluation(
    int Occurrences,
    int Bugs,
    int Groups,
    double Precision,
    double Recall,
    IReadOnlyList<string> Mistakes)
{
    public static Evaluation Of(IReadOnlyList<Labelled> set)
    {
        var grouped = set.Select(labelled => (labelled.Label, Key: Grouping.Of(labelled.Incident))).ToList();
        var same = Pairs(grouped.CountBy(one => (one.Label, one.Key.Hash)));
        var labels = grouped.GroupBy(one => one.Label).ToList();
        var groups = grouped.GroupBy(one => one.Key.Hash).ToList();
        var split = from label in labels
                    let parts = label.GroupBy(one => one.Key.Hash).ToList()
                    where parts.Count > 1
                    let shown = parts.Select(part => $"{part.Count()} {Show(part.First().Key)}")
                    select $"split  {label.Key}: {string.Join(" | ", shown)}";
        var merged = from one in groups
                     let parts = one.CountBy(occurrence => occurrence.Label).ToList()
                     where parts.Count > 1
                     let shown = parts.Select(part => $"{part.Key} {part.Value}")
                     select $"merged {string.Join(", ", shown)}: {Show(one.First().Key)}";
        return new(
            grouped.Count,
            labels.Count,
            groups.Count,
            (double)same / Pairs(grouped.CountBy(one => one.Key.Hash)),
            (double)same / Pairs(grouped.CountBy(one => one.Label)),
            [.. split, .. merged]);
    }

    static string Show(GroupKey key) => $"{key.Title} ({key.Explanation})";

    static long Pairs<T>(IEnumerable<KeyValuePair<T, int>> counts) =>
        counts.Sum(count => (long)count.Value * (count.Value - 1) / 2);
}
