using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// One gRPC call as HTTP/2 carries it (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
/// A message is one byte "compressed" (never here), its length in four bytes, big-endian, and itself; the outcome follows in the trailers.
/// </summary>
readonly struct GrpcCall(HttpContext http, CancellationToken cancellationToken)
{
    const int PrefixLength = 5;
    const int LongestRequest = 1 << 20;

    public CancellationToken CancellationToken => cancellationToken;

    public async Task<T> ReadAsync<T>(MessageParser<T> parser) where T : IMessage<T>
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            if (TryParse(ref rest, parser, out var message))
                return message;
            if (read.IsCompleted)
                throw new InvalidDataException("The request ended before its message did.");
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>One message after the other, until the client has no more.</summary>
    public async IAsyncEnumerable<T> ReadAllAsync<T>(MessageParser<T> parser) where T : IMessage<T>
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (TryParse(ref rest, parser, out var message))
                yield return message;
            if (read.IsCompleted)
                yield break;
            reader.AdvanceTo(rest.Start, rest.End);
        }
    }

    /// <summary>Sends the headers now: a client takes them for the sign that its stream is open.</summary>
    public Task OpenAsync() => http.Response.StartAsync(cancellationToken);

    /// <summary>Returns when the client takes more, so that it sets the pace.</summary>
    public async Task WriteAsync(IMessage message)
    {
        var writer = http.Response.BodyWriter;
        var length = message.CalculateSize();
        var prefix = writer.GetSpan(PrefixLength);
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], length);
        writer.Advance(PrefixLength);
        message.WriteTo(writer);
        await writer.FlushAsync(cancellationToken);
    }

    public void Finish(GrpcStatus status, string message = "")
    {
        http.Response.AppendTrailer("grpc-status", ((int)status).ToString(CultureInfo.InvariantCulture));
        if (message.Length > 0)
            http.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(message));
    }

    static bool TryParse<T>(ref ReadOnlySequence<byte> buffer, MessageParser<T> parser, out T message) where T : IMessage<T>
    {
        message = default!;
        if (buffer.Length < PrefixLength)
            return false;
        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (prefix[0] != 0 || length > LongestRequest)
            throw new InvalidDataException("The message is compressed or too long.");
        if (buffer.Length < PrefixLength + length)
            return false;
        message = parser.ParseFrom(buffer.Slice(PrefixLength, length));
        buffer = buffer.Slice(PrefixLength + length);
        return true;
    }
}

enum GrpcStatus
{
    Ok = 0,
    Unimplemented = 12,
    Unavailable = 14,
    Unauthenticated = 16,
}
