using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Shop.Load.Http;

/// <summary>
/// A connection that speaks HTTP/1.1, one request after the other. It does a fraction of the work of HttpClient, whose
/// processor time would otherwise be most of what a load test measures (docs/decisions/0013-load-worker.md).
/// </summary>
sealed class HttpConnection(Stream stream, Socket socket, byte[] fixedHeaders) : IDisposable
{
    const int MaxHead = 64 * 1024;

    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    readonly ArrayBufferWriter<byte> _request = new(1024);
    byte[] _buffer = new byte[16 * 1024];
    int _start, _end;
    long _usedAt;

    /// <summary>Whether the server keeps the connection open for another request.</summary>
    public bool IsReusable { get; private set; } = true;

    /// <summary>Whether at least one byte of the current answer has arrived.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Whether the server has closed the connection while it was idle. A fresh one is not looked at.</summary>
    public bool IsStale => Stopwatch.GetElapsedTime(_usedAt) > Fresh && socket.Poll(0, SelectMode.SelectRead);

    public async ValueTask<Answer> SendAsync(HttpCall call, string? traceParent, CancellationToken ct)
    {
        HasAnswered = false;
        Write(call, traceParent);
        await stream.WriteAsync(_request.WrittenMemory, ct);
        Head head;
        do
            head = await ReadHeadAsync(call.Cookies, ct);
        while (head.Status is >= 100 and < 200);
        IsReusable = head.KeepsAlive;
        var kept = call.KeepBody ? new ArrayBufferWriter<byte>() : null;
        var length = await ReadBodyAsync(call.Method, head, kept, ct);
        _usedAt = Stopwatch.GetTimestamp();
        return new(head.Status, length, kept?.WrittenMemory ?? default, head.Location);
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

    async ValueTask<Head> ReadHeadAsync(CookieJar? cookies, CancellationToken ct)
    {
        int end;
        while ((end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (_end - _start > MaxHead)
                throw new IOException("The header of the answer is too long.");
            await FillAsync(ct);
        }
        var head = Parse(_buffer.AsSpan(_start, end + 2), cookies);
        _start += end + 4;
        return head;
    }

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

    async ValueTask<long> ReadBodyAsync(string method, Head head, ArrayBufferWriter<byte>? kept, CancellationToken ct)
    {
        if (method == "HEAD" || head.Status is 204 or 304)
            return 0;
        if (head.IsChunked)
            return await ReadChunksAsync(kept, ct);
        if (head.Length is { } length)
        {
            await ReadAsync(length, kept, ct);
            return length;
        }
        IsReusable = false;
        return await ReadToEndAsync(kept, ct);
    }

    async ValueTask<long> ReadChunksAsync(ArrayBufferWriter<byte>? kept, CancellationToken ct)
    {
        var all = 0L;
        while (true)
        {
            var size = await ReadChunkSizeAsync(ct);
            if (size == 0)
                break;
            await ReadAsync(size, kept, ct);
            all += size;
            if (await ReadLineAsync(ct) != 0)
                throw new IOException("A chunk of the answer has a wrong length.");
        }
        // Trailers, up to an empty line.
        while (await ReadLineAsync(ct) != 0)
        {
        }
        return all;
    }

    async ValueTask<long> ReadChunkSizeAsync(CancellationToken ct)
    {
        var length = await FindLineAsync(ct);
        if (!Utf8Parser.TryParse(_buffer.AsSpan(_start, length), out long size, out _, 'x') || size < 0)
            throw new IOException("A chunk of the answer has no length.");
        _start += length + 2;
        return size;
    }

    async ValueTask<int> ReadLineAsync(CancellationToken ct)
    {
        var length = await FindLineAsync(ct);
        _start += length + 2;
        return length;
    }

    async ValueTask<int> FindLineAsync(CancellationToken ct)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
            await FillAsync(ct);
        return length;
    }

    async ValueTask ReadAsync(long length, ArrayBufferWriter<byte>? kept, CancellationToken ct)
    {
        while (length > 0)
        {
            if (_start == _end)
                await FillAsync(ct);
            var taken = (int)Math.Min(length, _end - _start);
            kept?.Write(_buffer.AsSpan(_start, taken));
            _start += taken;
            length -= taken;
        }
    }

    async ValueTask<long> ReadToEndAsync(ArrayBufferWriter<byte>? kept, CancellationToken ct)
    {
        var all = 0L;
        do
        {
            kept?.Write(_buffer.AsSpan(_start, _end - _start));
            all += _end - _start;
            _start = _end = 0;
        }
        while (await TryFillAsync(ct));
        return all;
    }

    async ValueTask FillAsync(CancellationToken ct)
    {
        if (!await TryFillAsync(ct))
        {
            IsReusable = false;
            throw new IOException("The server closed the connection.");
        }
    }

    async ValueTask<bool> TryFillAsync(CancellationToken ct)
    {
        if (_start == _end)
            _start = _end = 0;
        if (_end == _buffer.Length)
        {
            // Moves what is left to the front, into a larger buffer if it fills this one.
            var left = _buffer.AsSpan(_start, _end - _start);
            var target = _start == 0 ? new byte[_buffer.Length * 2] : _buffer;
            left.CopyTo(target);
            (_buffer, _end, _start) = (target, left.Length, 0);
        }
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), ct);
        _end += read;
        HasAnswered |= read > 0;
        return read > 0;
    }

    /// <summary>
    /// What every request to an address has: the end of the request line, and headers that never change.
    /// </summary>
    public static byte[] FixedHeaders(Uri address, string userAgent) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $" HTTP/1.1\r\nHost: {address.Authority}\r\nUser-Agent: {userAgent}\r\nAccept: */*\r\n"));
}
