using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ServiceDefaults;

/// <summary>
/// Lets a client that sends too long a body read the answer. Kestrel refuses such a body when it is read, answers, and
/// closes the connection: a client that still sends sees a broken pipe instead of the answer.
/// </summary>
public static class BodyLimit
{
    public static void UseBodyLimit(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        Apply(http);
        return next(http);
    });

    /// <summary>
    /// Returns true when nobody may read the body, because its length is over the limit. Kestrel throws away what
    /// nobody has read before it closes the connection, for at most five seconds, but not if the body is over its
    /// limit. So that limit is lifted, and the body itself refuses to be read. A client that asks before it sends
    /// (Expect) waits for the answer.
    /// </summary>
    public static bool Apply(HttpContext http)
    {
        var limit = http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is not { IsReadOnly: false, MaxRequestBodySize: { } max })
            return false;
        var isTooLong = http.Request.ContentLength > max && http.Request.Headers.Expect.Count == 0;
        // In chunks, its length is only known when it has been read.
        var isUnknown = http.Request.ContentLength is null
            && http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        if (isTooLong || isUnknown)
        {
            limit.MaxRequestBodySize = null;
            http.Request.Body = new LimitedBody(http.Request.Body, isTooLong ? -1 : max);
        }
        return isTooLong;
    }

    /// <summary>Fails as Kestrel's does.</summary>
    sealed class LimitedBody(Stream body, long max) : Stream
    {
        long _left = max;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) =>
            Count(_left < 0 ? 0 : body.Read(buffer, offset, count));

        public override Task<int> ReadAsync(
            byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(_left < 0 ? 0 : await body.ReadAsync(buffer, cancellationToken));

        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        int Count(int read)
        {
            _left -= read;
            return _left >= 0
                ? read
                : throw new BadHttpRequestException("The body is too long.", StatusCodes.Status413PayloadTooLarge);
        }
    }
}
