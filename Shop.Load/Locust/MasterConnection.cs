using System.Text;
using System.Threading.Channels;
using NetMQ;
using NetMQ.Monitoring;
using NetMQ.Sockets;

namespace Shop.Load.Locust;

/// <summary>
/// The connection to a Locust master: a DEALER socket with the worker's id as its identity. A thread of its own owns
/// the socket, because ZeroMQ sockets belong to one thread. ZeroMQ connects again by itself when a master restarts.
/// </summary>
sealed class MasterConnection : IDisposable
{
    /// <summary>What <see cref="Messages"/> says of every new connection, besides the master's own messages.</summary>
    public const string Connected = "connected";

    // While there is no master, a worker keeps its messages of about ten minutes.
    const int MaxWaiting = 1000;

    readonly string _address;
    readonly string _node;
    readonly NetMQQueue<byte[]> _outgoing = new();
    readonly Channel<MasterMessage> _incoming = Channel.CreateUnbounded<MasterMessage>();
    readonly NetMQPoller _poller;
    DealerSocket _socket;
    NetMQMonitor _monitor;

    public MasterConnection(string host, int port, string node)
    {
        (_address, _node) = ($"tcp://{host}:{port}", node);
        (_socket, _monitor) = Connect();
        _outgoing.ReceiveReady += (_, e) => Send(e.Queue);
        _poller = [_socket, _outgoing];
        _monitor.AttachToPoller(_poller);
        _poller.RunAsync("locust master", isBackgroundThread: true);
    }

    public ChannelReader<MasterMessage> Messages => _incoming.Reader;

    public void Send(byte[] message) => _outgoing.Enqueue(message);

    public void Dispose()
    {
        _poller.Stop();
        // The last messages may still wait.
        Send(_outgoing);
        _monitor.Dispose();
        _outgoing.Dispose();
        _socket.Dispose();
        _poller.Dispose();
    }

    (DealerSocket, NetMQMonitor) Connect()
    {
        var socket = new DealerSocket();
        socket.Options.Identity = Encoding.UTF8.GetBytes(_node);
        socket.Options.TcpKeepalive = true;
        socket.Options.TcpKeepaliveIdle = TimeSpan.FromSeconds(30);
        socket.Options.SendHighWatermark = MaxWaiting;
        // The last report leaves before the process does.
        socket.Options.Linger = TimeSpan.FromSeconds(1);
        socket.ReceiveReady += (_, e) => Receive(e.Socket);
        var monitor = new NetMQMonitor(socket, $"inproc://monitor-{Guid.CreateVersion7():N}", SocketEvents.Connected);
        monitor.Connected += (_, _) => _incoming.Writer.TryWrite(MasterMessage.OfType(Connected));
        socket.Connect(_address);
        return (socket, monitor);
    }

    void Send(NetMQQueue<byte[]> queue)
    {
        while (queue.TryDequeue(out var message, TimeSpan.Zero))
            _socket.TrySendFrame(message);
    }

    void Receive(NetMQSocket socket)
    {
        while (socket.TryReceiveFrameBytes(out var frame))
        {
            MasterMessage message;
            try
            {
                message = MasterMessage.Read(frame!);
            }
            catch (InvalidDataException e)
            {
                Console.Error.WriteLine($"A message from the master is ignored. {e.Message}");
                continue;
            }
            if (message.Type == "reconnect")
            {
                Reconnect();
                return;
            }
            _incoming.Writer.TryWrite(message);
        }
    }

    // The master asks for it after a message that it could not read.
    void Reconnect()
    {
        _monitor.DetachFromPoller();
        _monitor.Dispose();
        _poller.Remove(_socket);
        _socket.Dispose();
        (_socket, _monitor) = Connect();
        _poller.Add(_socket);
        _monitor.AttachToPoller(_poller);
    }
}
