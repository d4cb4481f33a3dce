using System.Net;
using System.Net.Sockets;
using System.Text;
using Shop.Load.Http;

namespace Shop.Tests.Load;

public class HttpConnectionTests
{
    // However the network cuts an answer into pieces, it is the same answer.
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello")]
    [InlineData(
        "HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2;a=b\r\nlo\r\n0\r\nX: y\r\n\r\n",
        201,
        "hello")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nCONTENT-LENGTH:2\r\n\r\nno", 404, "no")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204, "")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n", 302, "")]
    public async Task Answers_are_read_whole_from_any_pieces(string answer, int status, string body)
    {
        var bytes = Encoding.ASCII.GetBytes(answer);
        await using var server = new RawServer(async (socket, ct) =>
        {
            foreach (var piece in bytes)
                await socket.SendAsync(new[] { piece }, ct);
        });
        using var pool = server.Connect();

        for (var i = 0; i < 2; i++)
        {
            var read = await pool.SendAsync(HttpCall.Get("/a") with { KeepBody = true }, Ct);

            Assert.Equal(status, read.Status);
            Assert.Equal(body, Encoding.ASCII.GetString(read.Body.Span));
            Assert.Equal(body.Length, read.Length);
        }
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_body_without_a_length_ends_with_the_connection_and_is_skipped_unless_asked_for()
    {
        await using var server = new RawServer(async (socket, ct) =>
        {
            await socket.SendAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), ct);
            await socket.SendAsync(new byte[100_000], ct);
            socket.Shutdown(SocketShutdown.Both);
        });
        using var pool = server.Connect();

        var first = await pool.SendAsync(HttpCall.Get("/a"), Ct);
        await pool.SendAsync(HttpCall.Get("/a"), Ct);

        Assert.Equal((200, 100_000, 0), (first.Status, first.Length, first.Body.Length));
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task A_request_has_what_a_server_needs_and_a_trace()
    {
        await using var server = new RawServer(
            (socket, ct) => socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), ct).AsTask());
        using var pool = server.Connect();
        var cookies = new CookieJar();
        cookies.Set("cart=1; Path=/; HttpOnly");
        cookies.Set("old=2");
        cookies.Set("old=; Max-Age=0");

        await pool.SendAsync(
            HttpCall.Post("/ы?q=1", "{\"a\":1}"u8.ToArray(), "/") with { Token = "secret", Cookies = cookies }, Ct);

        var request = Assert.Single(server.Requests);
        Assert.StartsWith(
            $"POST /ы?q=1 HTTP/1.1\r\nHost: {server.Address.Authority}\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nAuthorization: Bearer secret\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nCookie: cart=1\r\n", request, StringComparison.Ordinal);
        Assert.Contains(
            "\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
            request,
            StringComparison.Ordinal);
        Assert.Matches("\r\ntraceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-01\r\n", request);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("")]
    public async Task What_is_no_whole_answer_is_an_error(string answer)
    {
        await using var server = new RawServer(async (socket, ct) =>
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(answer), ct);
            socket.Shutdown(SocketShutdown.Both);
        });
        using var pool = server.Connect();

        await Assert.ThrowsAsync<IOException>(async () => await pool.SendAsync(HttpCall.Get("/a"), Ct));
    }

    [Fact]
    public async Task No_answer_in_time_and_nobody_there_are_errors()
    {
        await using var server = new RawServer((_, _) => Task.CompletedTask);
        using var pool = server.Connect(TimeSpan.FromMilliseconds(200));
        using var nobody = new ConnectionPool(new("http://127.0.0.1:1"), new(0), TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<TimeoutException>(async () => await pool.SendAsync(HttpCall.Get("/a"), Ct));
        await Assert.ThrowsAsync<IOException>(async () => await nobody.SendAsync(HttpCall.Get("/a"), Ct));
    }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Accepts connections and answers each request, whatever it asks, with what a test wants.</summary>
    sealed class RawServer : IAsyncDisposable
    {
        readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        readonly CancellationTokenSource _end = new();
        readonly Func<Socket, CancellationToken, Task> _answer;
        readonly Task _accepting;
        int _connections;

        public RawServer(Func<Socket, CancellationToken, Task> answer)
        {
            _answer = answer;
            _listener.Start();
            _accepting = AcceptAsync();
        }

        public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        public int Connections => Volatile.Read(ref _connections);
        public List<string> Requests { get; } = [];

        public ConnectionPool Connect(TimeSpan? timeout = null) =>
            new(Address, new(1), timeout ?? TimeSpan.FromSeconds(10));

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            _listener.Stop();
            await _accepting;
            _end.Dispose();
        }

        async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var socket = await _listener.AcceptSocketAsync(_end.Token);
                    Interlocked.Increment(ref _connections);
                    _ = ServeAsync(socket);
                }
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }

        async Task ServeAsync(Socket socket)
        {
            using (socket)
            {
                var buffer = new byte[64 * 1024];
                try
                {
                    for (int read; (read = await socket.ReceiveAsync(buffer, _end.Token)) > 0;)
                    {
                        lock (Requests)
                            Requests.Add(Encoding.UTF8.GetString(buffer, 0, read));
                        await _answer(socket, _end.Token);
                    }
                }
                catch (Exception e) when (e is OperationCanceledException or SocketException)
                {
                    // The test is over, or the client has gone.
                }
            }
        }
    }
}
