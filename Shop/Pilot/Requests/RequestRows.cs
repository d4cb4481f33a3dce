using System.Buffers.Binary;

namespace Shop.Pilot.Requests;

/// <summary>
/// Writes rows in the binary format of COPY: Npgsql's importer awaits each column, which costs more than everything
/// else that is done with a measurement.
/// </summary>
/// <remarks>
/// <code>
/// "PGCOPY\n\xFF\r\n\0", flags and length of the extension (0, 0)
/// per row: number of columns (2 bytes), per column its length (4 bytes, -1 for null) and its value
/// number of columns -1
/// </code>
/// All numbers are big-endian. See https://www.postgresql.org/docs/current/sql-copy.html.
/// </remarks>
sealed class RequestRows(Stream copy)
{
    public const string Statement =
        """
        copy pilot.requests (at, route_id, status, duration_us, statements, sql_us, is_slow, is_chatty, user_hash, trace_id)
        from stdin (format binary)
        """;

    const short Columns = 10;
    const int MaxRowLength = 100;

    static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    readonly byte[] _buffer = new byte[64 * 1024];
    int _length;

    public ValueTask BeginAsync(CancellationToken ct) => copy.WriteAsync(Header, ct);

    public ValueTask WriteAsync(
        in RequestMeasurement request,
        DateTime at,
        int route,
        bool isSlow,
        bool isChatty,
        Guid? user,
        CancellationToken ct)
    {
        Short(Columns);
        Value(8, (at - Epoch).Ticks / TimeSpan.TicksPerMicrosecond);
        Value(4, route);
        Value(2, request.Status);
        Value(4, RequestSums.Microseconds(request.Duration));
        Value(2, Math.Min(request.Statements, short.MaxValue));
        Value(4, RequestSums.Microseconds(request.SqlTime));
        Value(1, isSlow ? 1 : 0);
        Value(1, isChatty ? 1 : 0);
        Value(user);
        Value(request.Trace);
        return _length + MaxRowLength > _buffer.Length ? FlushAsync(ct) : default;
    }

    public ValueTask EndAsync(CancellationToken ct)
    {
        Short(-1);
        return FlushAsync(ct);
    }

    async ValueTask FlushAsync(CancellationToken ct)
    {
        await copy.WriteAsync(_buffer.AsMemory(0, _length), ct);
        _length = 0;
    }

    void Value(int length, long value)
    {
        Int(length);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        bytes[^length..].CopyTo(_buffer.AsSpan(_length));
        _length += length;
    }

    void Value(Guid? value)
    {
        Int(value is null ? -1 : 16);
        if (value is not { } id)
            return;
        id.TryWriteBytes(_buffer.AsSpan(_length), bigEndian: true, out _);
        _length += 16;
    }

    void Short(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_length), value);
        _length += sizeof(short);
    }

    void Int(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_length), value);
        _length += sizeof(int);
    }
}
