using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;

namespace Shop.Load.Http;

/// <summary>
/// Connections to one address. A request takes the connection that was used last, so a few hot ones carry the load,
/// and opens another if none is idle.
/// </summary>
sealed class ConnectionPool : ITransport, IDisposable
{
    readonly ConcurrentStack<HttpConnection> _idle = new();
    readonly ConcurrentDictionary<HttpConnection, bool> _open = new();
    readonly Uri _address;
    readonly Tracing _tracing;
    readonly TimeSpan _timeout;
    readonly byte[] _fixedHeaders;
    readonly Timer _deadlines;

    public ConnectionPool(Uri address, Tracing tracing, TimeSpan timeout)
    {
        (_address, _tracing, _timeout) = (address, tracing, timeout);
        _fixedHeaders = HttpConnection.FixedHeaders(address, "Shop.Load");
        // One timer for all requests: one for each would cost as much as reading the answer.
        var period = TimeSpan.FromMilliseconds(Math.Clamp(timeout.TotalMilliseconds / 10, 20, 500));
        _deadlines = new(_ => AbortLate(), null, period, period);
    }

    public async ValueTask<Answer> SendAsync(HttpCall call, CancellationToken ct)
    {
        var traceParent = _tracing.Next();
        while (true)
        {
            var isOld = _idle.TryPop(out var idle);
            if (idle?.IsStale == true)
            {
                Close(idle);
                continue;
            }
            var connection = idle ?? await ConnectAsync(ct);
            var isIdle = false;
            var registration = ct.UnsafeRegister(static user => ((HttpConnection)user!).Abort(), connection);
            connection.Begin(_timeout);
            try
            {
                var answer = await connection.SendAsync(call, traceParent);
                isIdle = connection.IsReusable;
                return answer;
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException && ct.IsCancellationRequested)
            {
                throw new OperationCanceledException(ct);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException && connection.IsLate)
            {
                throw new TimeoutException($"No answer within {_timeout.TotalSeconds} s.");
            }
            // The server may close an idle connection at any time. A request that changes nothing is sent again.
            catch (IOException) when (isOld && call.Method == "GET" && !connection.HasAnswered)
            {
            }
            finally
            {
                registration.Dispose();
                if (connection.End() && isIdle)
                    _idle.Push(connection);
                else
                    Close(connection);
            }
        }
    }

    public void Dispose()
    {
        _deadlines.Dispose();
        while (_idle.TryPop(out var connection))
            Close(connection);
    }

    void AbortLate()
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var (connection, _) in _open)
            connection.AbortIfLate(now);
    }

    void Close(HttpConnection connection)
    {
        _open.TryRemove(connection, out _);
        connection.Dispose();
    }

    async ValueTask<HttpConnection> ConnectAsync(CancellationToken user)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(user);
        limit.CancelAfter(_timeout);
        var ct = limit.Token;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_address.IdnHost, _address.Port, ct);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (_address.Scheme == Uri.UriSchemeHttps)
            {
                var secured = new SslStream(stream);
                await secured.AuthenticateAsClientAsync(new() { TargetHost = _address.IdnHost }, ct);
                stream = secured;
            }
            var connection = new HttpConnection(stream, socket, _fixedHeaders);
            _open.TryAdd(connection, true);
            return connection;
        }
        catch (OperationCanceledException) when (!user.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException($"No connection within {_timeout.TotalSeconds} s.");
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e is SocketException ? new IOException($"No connection to {_address}: {e.Message}", e) : e;
        }
    }
}
