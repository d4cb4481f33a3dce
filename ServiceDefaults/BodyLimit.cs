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
        if (IsTooLong(http))
            http.Request.Body = new RefusedBody();
        return next(http);
    });

    /// <summary>
    /// True when nobody may read the body, which is over the limit. Kestrel throws away what nobody has read before it
    /// closes the connection, for at most five seconds, but not if the body is over the limit. So the limit is lifted.
    /// A client that asks before it sends (Expect) waits for the answer.
    /// </summary>
    public static bool IsTooLong(HttpContext http)
    {
        var limit = http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is not { IsReadOnly: false, MaxRequestBodySize: { } max }
            || !(http.Request.ContentLength > max)
            || http.Request.Headers.Expect.Count > 0)
            return false;
        limit.MaxRequestBodySize = null;
        return true;
    }

    /// <summary>Fails as Kestrel's does.</summary>
    sealed class RefusedBody : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => throw TooLong();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw TooLong();

        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        static BadHttpRequestException TooLong() =>
            new("The body is too long.", StatusCodes.Status413PayloadTooLarge);
    }
}
