using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;

namespace Shop.Load.Http;

/// <summary>
/// Connections to one address. A request takes the connection that was used last, so a few hot ones carry the load,
/// and opens another if none is idle.
/// </summary>
sealed class ConnectionPool(Uri address, Tracing tracing, TimeSpan timeout) : ITransport, IDisposable
{
    readonly ConcurrentStack<HttpConnection> _idle = new();
    readonly byte[] _fixedHeaders = HttpConnection.FixedHeaders(address, "Shop.Load");

    public async ValueTask<Answer> SendAsync(HttpCall call, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(timeout);
        using var registration = ct.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        try
        {
            return await SendAsync(call, tracing.Next(), limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer within {timeout.TotalSeconds} s.");
        }
    }

    async ValueTask<Answer> SendAsync(HttpCall call, string? traceParent, CancellationToken ct)
    {
        while (true)
        {
            var isOld = _idle.TryPop(out var idle);
            if (idle?.IsStale == true)
            {
                idle.Dispose();
                continue;
            }
            var connection = idle ?? await ConnectAsync(ct);
            var isIdle = false;
            try
            {
                var answer = await connection.SendAsync(call, traceParent, ct);
                isIdle = connection.IsReusable;
                return answer;
            }
            // The server may close an idle connection at any time. A request that changes nothing is sent again.
            catch (IOException) when (isOld && call.Method == "GET" && !connection.HasAnswered)
            {
            }
            finally
            {
                if (isIdle)
                    _idle.Push(connection);
                else
                    connection.Dispose();
            }
        }
    }

    public void Dispose()
    {
        while (_idle.TryPop(out var connection))
            connection.Dispose();
    }

    async ValueTask<HttpConnection> ConnectAsync(CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.IdnHost, address.Port, ct);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (address.Scheme == Uri.UriSchemeHttps)
            {
                var secured = new SslStream(stream);
                await secured.AuthenticateAsClientAsync(new() { TargetHost = address.IdnHost }, ct);
                stream = secured;
            }
            return new(stream, socket, _fixedHeaders);
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e is SocketException ? new IOException($"No connection to {address}: {e.Message}", e) : e;
        }
    }
}
