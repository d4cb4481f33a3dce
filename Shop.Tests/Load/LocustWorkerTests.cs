using System.Buffers;
using Nerdbank.MessagePack;
using NetMQ;
using NetMQ.Sockets;
using Shop.Load.Locust;

namespace Shop.Tests.Load;

/// <summary>A worker and a master that the test plays, over a real socket.</summary>
public class LocustWorkerTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Fact]
    public void A_worker_reads_what_masters_send_and_survives_what_they_should_not()
    {
        var spawn = MasterMessage.Read(Pack("spawn", (ref writer) =>
        {
            writer.WriteMapHeader(4);
            writer.Write("timestamp");
            writer.Write(17.5);
            writer.Write("user_classes_count");
            WriteCounts(ref writer, ("Buyer", 3));
            writer.Write("host");
            writer.Write("http://shop");
            writer.Write("parsed_options");
            writer.WriteMapHeader(0);
        }));

        Assert.Equal(
            ("spawn", 17.5, "http://shop", 3), (spawn.Type, spawn.Timestamp, spawn.Host, spawn.Users["Buyer"]));
        Assert.Equal("ack", MasterMessage.Read(Pack("ack", (ref writer) => writer.WriteNil())).Type);
        Assert.Throws<InvalidDataException>(() => MasterMessage.Read(new byte[] { 0xff, 0x00 }));
        Assert.Throws<InvalidDataException>(() => MasterMessage.Read(Array.Empty<byte>()));
        Assert.Throws<InvalidDataException>(() => MasterMessage.Read(new byte[] { 0x93, 0xa5, (byte)'s' }));
    }

    [Fact]
    public async Task A_worker_gets_ready_spawns_reports_every_request_stops_and_quits()
    {
        using var master = new Master();
        master.BindAnywhere();
        await using var worker = new RunningWorker(master.Port);

        await master.ReceiveAsync("client_ready");
        master.Send("ack");
        master.Spawn(1, ("Walker", 4));
        await master.ReceiveAsync("spawning");
        await master.ReceiveAsync("spawning_complete");
        Assert.Equal(4, worker.Crowd.Count);
        // Late, so it changes nothing.
        master.Spawn(0.5, ("Walker", 0));
        await master.ReceiveAsync("heartbeat");
        await master.ReceiveAsync("stats");
        Assert.Equal(4, worker.Crowd.Count);
        master.Spawn(2, ("Walker", 2));
        await master.ReceiveAsync("spawning_complete");
        Assert.Equal(2, worker.Crowd.Count);
        master.Send("stop");
        await master.ReceiveAsync("client_stopped");
        await master.ReceiveAsync("client_ready");
        Assert.Equal(0, worker.Crowd.Count);
        master.Send("quit");
        await master.ReceiveAsync("quit");
        await worker.EndsAsync();

        Assert.NotEmpty(worker.Shop.Calls);
        Assert.Equal(worker.Shop.Calls.Count, master.Reported);
    }

    [Fact]
    public async Task A_worker_introduces_itself_to_a_master_that_has_restarted()
    {
        var first = new Master();
        first.BindAnywhere();
        await using var worker = new RunningWorker(first.Port);
        await first.ReceiveAsync("client_ready");
        first.Send("ack");
        first.Spawn(1, ("Walker", 3));
        await first.ReceiveAsync("spawning_complete");
        var port = first.Port;
        first.Dispose();

        // The first one gives its port back a moment later.
        using var second = new Master();
        await Eventually.WaitUntilTrueAsync(() => second.TryBind(port), Patience, "the port of the first master");
        await second.ReceiveAsync("client_ready");
        Assert.Equal(0, worker.Crowd.Count);
        second.Send("ack");
        second.Spawn(2, ("Walker", 1));
        await second.ReceiveAsync("spawning_complete");
        Assert.Equal(1, worker.Crowd.Count);
        second.Send("quit");
        await worker.EndsAsync();
    }

    delegate void Data(ref MessagePackWriter writer);

    static byte[] Pack(string type, Data data)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(3);
        writer.Write(type);
        data(ref writer);
        writer.Write("master");
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    static void WriteCounts(ref MessagePackWriter writer, params ReadOnlySpan<(string Name, int Count)> counts)
    {
        writer.WriteMapHeader(counts.Length);
        foreach (var (name, count) in counts)
        {
            writer.Write(name);
            writer.Write(count);
        }
    }

    /// <summary>
    /// A master that does what the test tells it to. It adds up what workers report, as Locust's does.
    /// </summary>
    sealed class Master : IDisposable
    {
        readonly RouterSocket _socket = new();
        byte[] _worker = [];

        public Master() => _socket.Options.Linger = TimeSpan.Zero;

        public int Port { get; private set; }
        public long Reported { get; private set; }

        public void BindAnywhere() => Port = _socket.BindRandomPort("tcp://127.0.0.1");

        public bool TryBind(int port)
        {
            try
            {
                _socket.Bind($"tcp://127.0.0.1:{port}");
                return true;
            }
            catch (AddressAlreadyInUseException)
            {
                return false;
            }
        }

        public void Send(string type) => Send(Pack(type, (ref writer) => writer.WriteNil()));

        public void Spawn(double timestamp, (string, int) users) => Send(Pack("spawn", (ref writer) =>
        {
            writer.WriteMapHeader(2);
            writer.Write("timestamp");
            writer.Write(timestamp);
            writer.Write("user_classes_count");
            WriteCounts(ref writer, users);
        }));

        /// <summary>Waits for a message of this type, and reads reports on the way.</summary>
        public Task ReceiveAsync(string type) => Task.Run(() =>
        {
            while (true)
            {
                var message = new NetMQMessage();
                if (!_socket.TryReceiveMultipartMessage(Patience, ref message))
                    throw new TimeoutException($"The worker sent no {type}.");
                _worker = message[0].ToByteArray();
                var reader = new MessagePackReader(new ReadOnlySequence<byte>(message[1].ToByteArray()));
                Assert.Equal(3, reader.ReadArrayHeader());
                var received = reader.ReadString();
                if (received == "stats")
                    Reported += RequestsOf(ref reader);
                else
                    reader.Skip(default);
                Assert.Equal(message[0].ConvertToString(), reader.ReadString());
                if (received == type)
                    return;
            }
        });

        public void Dispose() => _socket.Dispose();

        void Send(byte[] frame) => _socket.SendMultipartBytes(_worker, frame);

        // Every field has to be there: Locust drops a report that lacks one.
        static long RequestsOf(ref MessagePackReader reader)
        {
            var requests = 0L;
            var fields = new List<string>();
            for (var left = reader.ReadMapHeader(); left > 0; left--)
            {
                var field = reader.ReadString()!;
                fields.Add(field);
                if (field != "stats")
                {
                    reader.Skip(default);
                    continue;
                }
                for (var entries = reader.ReadArrayHeader(); entries > 0; entries--)
                    requests += RequestsOfEntry(ref reader);
            }
            Assert.Equal(["stats", "stats_total", "errors", "user_classes_count", "user_count"], fields);
            return requests;
        }

        static long RequestsOfEntry(ref MessagePackReader reader)
        {
            var requests = 0L;
            var fields = reader.ReadMapHeader();
            Assert.Equal(14, fields);
            for (; fields > 0; fields--)
            {
                if (reader.ReadString() == "num_requests")
                    requests = reader.ReadInt64();
                else
                    reader.Skip(default);
            }
            return requests;
        }
    }
}
