namespace LabelledErrors;

/// <summary>
/// The rules were written and improved on the known set. The unseen set is other code in other shapes by which no rule
/// was changed; its figures say what the rules are worth.
/// </summary>
public static class Sets
{
    const int OccurrencesOfABug = 21;

    public static async Task<List<Labelled>> KnownAsync() =>
    [
        .. await ThrowAsync(Known.BookshopBugs.All, "bookshop.json", seed: 1),
        .. await ThrowAsync(Known.ClinicBugs.All, "clinic.json", seed: 2)
    ];

    public static Task<List<Labelled>> UnseenAsync() => ThrowAsync(Unseen.AirportBugs.All, "airport.json", seed: 3);

    static async Task<List<Labelled>> ThrowAsync(IReadOnlyList<Bug> bugs, string scripts, int seed)
    {
        var set = new List<Labelled>(RecordedScripts.Read(scripts));
        foreach (var (index, bug) in bugs.Index())
        {
            for (var time = 0; time < OccurrencesOfABug; time++)
            {
                var values = new Values((seed * 1000 + index) * 100 + time);
                set.Add(new(bug.Label, await Reporter.CatchAsync(bug, values, time)));
            }
        }
        return set;
    }
}
