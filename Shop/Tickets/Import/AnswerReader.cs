using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Shop.Tickets.Import;

/// <summary>
/// Reads the objects of <c>{"data":[{...},{...}],"paging":{...}}</c> or of <c>{"data":{...}}</c> one at a time, so that
/// memory has to hold one object and not the answer. On the way it computes the hash and compresses the bytes.
/// </summary>
sealed class AnswerReader(Stream stream) : IAsyncDisposable
{
    const int FirstBuffer = 64 << 10;
    const int MaxObject = 16 << 20;

    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly MemoryStream _compressed = new();
    GZipStream? _gzip;
    byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    int _start, _end;
    long _length;
    bool _isLast;
    JsonReaderState _state;
    Place _place = Place.Before;

    enum Place { Before, InList, InObject, After }

    enum Step { Item, NeedsMore, End }

    /// <summary>The object is valid until the next call. Null at the end of the answer.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken ct)
    {
        while (true)
            switch (Advance(out var item))
            {
                case Step.Item:
                    return _buffer.AsMemory(item);
                case Step.End:
                    return null;
                default:
                    await FillAsync(ct);
                    break;
            }
    }

    /// <summary>The hash, the compressed bytes and the length of the whole answer, after its end.</summary>
    public (byte[] Hash, byte[] Gzip, long Length) Finish()
    {
        _gzip?.Dispose();
        _gzip = null;
        return (_hash.GetCurrentHash(), _compressed.ToArray(), _length);
    }

    async ValueTask FillAsync(CancellationToken ct)
    {
        if (_isLast)
            throw new JsonException("The answer ends in the middle.");
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
        {
            if (_end >= MaxObject)
                throw new JsonException("An object of the answer is too large.");
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), ct);
        _isLast = read == 0;
        _hash.AppendData(_buffer, _end, read);
        (_gzip ??= new(_compressed, CompressionLevel.Fastest, leaveOpen: true)).Write(_buffer, _end, read);
        _end += read;
        _length += read;
    }

    Step Advance(out Range item)
    {
        item = default;
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isLast, _state);
        while (true)
        {
            var before = reader;
            if (!reader.Read())
            {
                Keep(ref reader);
                return _isLast && _place == Place.After ? Step.End : Step.NeedsMore;
            }
            switch (_place)
            {
                case Place.Before when reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("data"):
                    _place = Place.InObject;
                    break;
                case Place.Before when reader.TokenType == JsonTokenType.EndObject:
                    throw new JsonException("The answer has no data.");
                case Place.Before when reader.TokenType != JsonTokenType.StartObject || reader.CurrentDepth > 0:
                    if (!reader.TrySkip())
                        return Again(ref before);
                    break;
                case Place.InObject when reader.TokenType == JsonTokenType.StartArray:
                    _place = Place.InList;
                    break;
                case Place.InObject or Place.InList when reader.TokenType == JsonTokenType.StartObject:
                    var from = _start + (int)reader.TokenStartIndex;
                    if (!reader.TrySkip())
                        return Again(ref before);
                    item = from..(_start + (int)reader.BytesConsumed);
                    if (_place == Place.InObject)
                        _place = Place.After;
                    Keep(ref reader);
                    return Step.Item;
                case Place.InList when reader.TokenType == JsonTokenType.EndArray:
                    _place = Place.After;
                    break;
                case Place.InObject or Place.InList:
                    throw new JsonException("The data of the answer has something else than objects.");
                case Place.After when reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject:
                    if (!reader.TrySkip())
                        return Again(ref before);
                    break;
            }
        }
    }

    Step Again(ref Utf8JsonReader before)
    {
        Keep(ref before);
        return Step.NeedsMore;
    }

    void Keep(ref Utf8JsonReader reader)
    {
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    public async ValueTask DisposeAsync()
    {
        _gzip?.Dispose();
        _hash.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        await stream.DisposeAsync();
    }
}
