using System.Buffers;
using System.IO.Compression;

namespace Shop.Api.Pilot;

/// <summary>
/// The body of a request, unpacked into a rented buffer that grows with it. What unpacks to more than the limit is
/// refused there, so a small body cannot take much memory.
/// </summary>
sealed class SentryBody : IDisposable
{
    const int Smallest = 16 * 1024;
    public const int MaxUnpacked = 5 * 1024 * 1024;

    byte[] _buffer = ArrayPool<byte>.Shared.Rent(Smallest);
    int _length;

    SentryBody()
    {
    }

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    public static async Task<SentryBody> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var body = new SentryBody();
        try
        {
            var stream = Unpacked(request);
            await using (stream)
                await body.FillAsync(stream, ct);
            return body;
        }
        catch (InvalidDataException)
        {
            body.Dispose();
            throw new ShopException(ErrorCode.Invalid, "The body is not packed as its Content-Encoding says.");
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    static Stream Unpacked(HttpRequest request) => request.Headers.ContentEncoding.ToString() switch
    {
        "" or "identity" => request.Body,
        "gzip" => new GZipStream(request.Body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(request.Body, CompressionMode.Decompress),
        "br" => new BrotliStream(request.Body, CompressionMode.Decompress),
        _ => throw new BadHttpRequestException(
            "The Content-Encoding is unknown.", StatusCodes.Status415UnsupportedMediaType)
    };

    async Task FillAsync(Stream stream, CancellationToken ct)
    {
        while (true)
        {
            if (_length == _buffer.Length)
                Grow();
            var read = await stream.ReadAsync(_buffer.AsMemory(_length), ct);
            if (read == 0)
                return;
            _length += read;
            if (_length > MaxUnpacked)
                throw new BadHttpRequestException("The body is too long.", StatusCodes.Status413PayloadTooLarge);
        }
    }

    void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * _buffer.Length);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
