using System.Collections.Concurrent;

namespace Shop.Web.Orders;

/// <summary>
/// Limits the streams that one account holds open on this replica. A stream costs memory and polls the API as long as
/// it is open. A page whose stream is refused polls by itself.
/// </summary>
sealed class OpenStreams
{
    const int MaxPerAccount = 10;

    readonly ConcurrentDictionary<string, int> _open = new();

    /// <summary>Null when there are too many. Disposing it ends the stream's count.</summary>
    public IDisposable? TryEnter(string account)
    {
        if (_open.AddOrUpdate(account, 1, (_, count) => count + 1) <= MaxPerAccount)
            return new Slot(this, account);
        Leave(account);
        return null;
    }

    void Leave(string account)
    {
        // Removed only while it is zero: another stream may have begun in between.
        if (_open.AddOrUpdate(account, 0, (_, count) => count - 1) == 0)
            _open.TryRemove(KeyValuePair.Create(account, 0));
    }

    sealed class Slot(OpenStreams owner, string account) : IDisposable
    {
        public void Dispose() => owner.Leave(account);
    }
}
