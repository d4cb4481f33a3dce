using Shop.Tickets.QTickets;

namespace Shop.Tickets.Import;

/// <summary>
/// What goes into staging in one transaction: each object once, and the pass as far as it is then stored.
/// </summary>
sealed class StagingBatch
{
    const int MaxItems = 5000;
    const int MaxBytes = 8 << 20;

    readonly HashSet<(QTicketsResource, long)> _ids = [];
    int _bytes;

    public List<StagedItem> Items { get; } = [];

    public List<StagedAnswer> Answers { get; } = [];

    public Pass? Pass { get; set; }

    public bool IsFull => Items.Count >= MaxItems || _bytes >= MaxBytes;

    public bool IsEmpty => Items.Count == 0 && Answers.Count == 0 && Pass is null;

    /// <summary>False when another state of the object is already in the batch.</summary>
    public bool TryAdd(StagedItem item)
    {
        if (!_ids.Add((item.Resource, item.Id)))
            return false;
        Items.Add(item);
        _bytes += item.Body.Length;
        return true;
    }

    public void Add(StagedAnswer answer)
    {
        Answers.Add(answer);
        _bytes += answer.Gzip.Length;
    }

    public void Clear()
    {
        _ids.Clear();
        Items.Clear();
        Answers.Clear();
        (_bytes, Pass) = (0, null);
    }
}
