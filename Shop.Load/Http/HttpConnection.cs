using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace Shop.Load.Http;

/// <summary>
/// A connection that speaks HTTP/1.1, one request after the other. It does a fraction of the work of HttpClient, whose
/// processor time would otherwise be most of what a load test measures (docs/decisions/0013-load-worker.md).
/// </summary>
sealed class HttpConnection(Stream stream, Socket socket, byte[] fixedHeaders) : IDisposable
{
    const int MaxHead = 64 * 1024;
    const long Expired = -1;

    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    readonly ArrayBufferWriter<byte> _request = new(1024);
    byte[] _buffer = new byte[16 * 1024];
    int _start, _end;
    long _usedAt;
    long _deadline;
    volatile bool _isAborted;

    /// <summary>Whether the server keeps the connection open for another request.</summary>
    public bool IsReusable { get; private set; } = true;

    /// <summary>Whether at least one byte of the current answer has arrived.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Whether the server has closed the connection while it was idle. A fresh one is not looked at.</summary>
    public bool IsStale => Stopwatch.GetElapsedTime(_usedAt) > Fresh && socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Whether a request was aborted because its answer did not come in time.</summary>
    public bool IsLate => Volatile.Read(ref _deadline) == Expired;

    /// <summary>Begins a request, which may take so long.</summary>
    public void Begin(TimeSpan timeout) =>
        Volatile.Write(ref _deadline, Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency));

    /// <summary>Ends a request. False: it was aborted.</summary>
    public bool End() => Interlocked.Exchange(ref _deadline, 0) != Expired && !_isAborted;

    public void AbortIfLate(long now)
    {
        var deadline = Volatile.Read(ref _deadline);
        if (deadline > 0 && now > deadline
            && Interlocked.CompareExchange(ref _deadline, Expired, deadline) == deadline)
            Abort();
    }

    /// <summary>Lets the request fail that waits for its answer.</summary>
    public void Abort()
    {
        _isAborted = true;
        socket.Dispose();
    }

    // All of the usual answer, a head and a body of known length, is read here: each method that waits costs.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Answer> SendAsync(HttpCall call, string? traceParent)
    {
        HasAnswered = false;
        Write(call, traceParent);
        await stream.WriteAsync(_request.WrittenMemory);
        Head head;
        do
        {
            int end;
            while ((end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
            {
                if (_end - _start > MaxHead)
                    throw new IOException("The header of the answer is too long.");
                MakeRoom();
                var read = await stream.ReadAsync(_buffer.AsMemory(_end));
                if (!Received(read))
                    throw Closed();
            }
            head = Parse(_buffer.AsSpan(_start, end + 2), call.Cookies);
            _start += end + 4;
        }
        while (head.Status is >= 100 and < 200);
        IsReusable = head.KeepsAlive;
        _usedAt = Stopwatch.GetTimestamp();
        if (!call.KeepBody && HasBody(call.Method, head) && head.Length is { } length && length <= _end - _start)
        {
            _start += (int)length;
            return new(head.Status, length, default, head.Location);
        }
        var kept = call.KeepBody ? new ArrayBufferWriter<byte>() : null;
        var all = await ReadBodyAsync(call.Method, head, kept);
        _usedAt = Stopwatch.GetTimestamp();
        return new(head.Status, all, kept?.WrittenMemory ?? default, head.Location);
    }

    public void Dispose() => stream.Dispose();

    void Write(in HttpCall call, string? traceParent)
    {
        _request.ResetWrittenCount();
        Ascii(call.Method);
        _request.Write(" "u8);
        Ascii(call.Path);
        _request.Write(fixedHeaders);
        if (call.Token is not null)
            Header("Authorization: Bearer "u8, call.Token);
        if (traceParent is not null)
            Header("traceparent: "u8, traceParent);
        if (call.Cookies?.Header is { } cookies)
            Header("Cookie: "u8, cookies);
        if (call.Headers is not null)
            Ascii(call.Headers);
        if (!call.Body.IsEmpty || call.Method is "POST" or "PUT" or "PATCH")
        {
            if (!call.Body.IsEmpty)
                Header("Content-Type: "u8, call.ContentType);
            _request.Write("Content-Length: "u8);
            Utf8Formatter.TryFormat(call.Body.Length, _request.GetSpan(16), out var written);
            _request.Advance(written);
            _request.Write("\r\n"u8);
        }
        _request.Write("\r\n"u8);
        _request.Write(call.Body.Span);
    }

    void Header(ReadOnlySpan<byte> name, string value)
    {
        _request.Write(name);
        Ascii(value);
        _request.Write("\r\n"u8);
    }

    void Ascii(string text) => Encoding.UTF8.GetBytes(text, _request);

    readonly record struct Head(int Status, long? Length, bool IsChunked, bool KeepsAlive, string? Location);

    // HTTP/1.1 200 OK
    static Head Parse(ReadOnlySpan<byte> lines, CookieJar? cookies)
    {
        if (lines.Length < 12
            || !lines.StartsWith("HTTP/1."u8)
            || !Utf8Parser.TryParse(lines[9..12], out int status, out _))
            throw new IOException("The answer is not HTTP/1.1.");
        var keepsAlive = lines[7] == '1';
        long? length = null;
        var isChunked = false;
        string? location = null;
        for (lines = lines[(lines.IndexOf("\r\n"u8) + 2)..]; !lines.IsEmpty;)
        {
            var end = lines.IndexOf("\r\n"u8);
            var line = lines[..end];
            lines = lines[(end + 2)..];
            var colon = line.IndexOf((byte)':');
            if (colon < 0)
                continue;
            var name = line[..colon];
            var value = line[(colon + 1)..].Trim((byte)' ');
            if (Ascii(name, "content-length"u8) && Utf8Parser.TryParse(value, out long number, out _))
                length = number;
            else if (Ascii(name, "transfer-encoding"u8))
                isChunked = value.EndsWith("chunked"u8);
            else if (Ascii(name, "connection"u8))
                keepsAlive = !Ascii(value, "close"u8);
            else if (Ascii(name, "location"u8))
                location = Encoding.UTF8.GetString(value);
            else if (cookies is not null && Ascii(name, "set-cookie"u8))
                cookies.Set(Encoding.UTF8.GetString(value));
        }
        return new(status, length, isChunked, keepsAlive, location);

        static bool Ascii(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower) =>
            System.Text.Ascii.EqualsIgnoreCase(name, lower);
    }

    static bool HasBody(string method, in Head head) => method != "HEAD" && head.Status is not (204 or 304);

    async ValueTask<long> ReadBodyAsync(string method, Head head, ArrayBufferWriter<byte>? kept)
    {
        if (!HasBody(method, head))
            return 0;
        if (head.IsChunked)
            return await ReadChunksAsync(kept);
        if (head.Length is { } length)
        {
            await ReadAsync(length, kept);
            return length;
        }
        IsReusable = false;
        return await ReadToEndAsync(kept);
    }

    async ValueTask<long> ReadChunksAsync(ArrayBufferWriter<byte>? kept)
    {
        var all = 0L;
        while (true)
        {
            var size = await ReadChunkSizeAsync();
            if (size == 0)
                break;
            await ReadAsync(size, kept);
            all += size;
            if (await ReadLineAsync() != 0)
                throw new IOException("A chunk of the answer has a wrong length.");
        }
        // Trailers, up to an empty line.
        while (await ReadLineAsync() != 0)
        {
        }
        return all;
    }

    async ValueTask<long> ReadChunkSizeAsync()
    {
        var length = await FindLineAsync();
        if (!Utf8Parser.TryParse(_buffer.AsSpan(_start, length), out long size, out _, 'x') || size < 0)
            throw new IOException("A chunk of the answer has no length.");
        _start += length + 2;
        return size;
    }

    async ValueTask<int> ReadLineAsync()
    {
        var length = await FindLineAsync();
        _start += length + 2;
        return length;
    }

    async ValueTask<int> FindLineAsync()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
            await FillAsync();
        return length;
    }

    async ValueTask ReadAsync(long length, ArrayBufferWriter<byte>? kept)
    {
        while (length > 0)
        {
            if (_start == _end)
                await FillAsync();
            var taken = (int)Math.Min(length, _end - _start);
            kept?.Write(_buffer.AsSpan(_start, taken));
            _start += taken;
            length -= taken;
        }
    }

    async ValueTask<long> ReadToEndAsync(ArrayBufferWriter<byte>? kept)
    {
        var all = 0L;
        do
        {
            kept?.Write(_buffer.AsSpan(_start, _end - _start));
            all += _end - _start;
            _start = _end = 0;
        }
        while (await TryFillAsync());
        return all;
    }

    async ValueTask FillAsync()
    {
        if (!await TryFillAsync())
            throw Closed();
    }

    IOException Closed()
    {
        IsReusable = false;
        return new("The server closed the connection.");
    }

    async ValueTask<bool> TryFillAsync()
    {
        MakeRoom();
        return Received(await stream.ReadAsync(_buffer.AsMemory(_end)));
    }

    bool Received(int bytes)
    {
        _end += bytes;
        HasAnswered |= bytes > 0;
        return bytes > 0;
    }

    void MakeRoom()
    {
        if (_start == _end)
            _start = _end = 0;
        if (_end < _buffer.Length)
            return;
        // Moves what is left to the front, into a larger buffer if it fills this one.
        var left = _buffer.AsSpan(_start, _end - _start);
        var target = _start == 0 ? new byte[_buffer.Length * 2] : _buffer;
        left.CopyTo(target);
        (_buffer, _end, _start) = (target, left.Length, 0);
    }

    /// <summary>
    /// What every request to an address has: the end of the request line, and headers that never change.
    /// </summary>
    public static byte[] FixedHeaders(Uri address, string userAgent) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $" HTTP/1.1\r\nHost: {address.Authority}\r\nUser-Agent: {userAgent}\r\nAccept: */*\r\n"));
}
