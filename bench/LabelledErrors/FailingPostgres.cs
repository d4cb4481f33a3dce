using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LabelledErrors;

/// <summary>
/// Speaks so much of PostgreSQL's protocol that a connection opens, and answers each statement with the error that its
/// text asks for: "fail 23505 duplicate key value …". So Npgsql itself throws, with its own frames.
/// </summary>
static class FailingPostgres
{
    static readonly Lazy<int> Port = new(Start);

    public static string ConnectionString =>
        $"Host=127.0.0.1;Port={Port.Value};Username=u;Database=d;SSL Mode=Disable;GSS Encryption Mode=Disable;"
        + "Server Compatibility Mode=NoTypeLoading;No Reset On Close=true";

    static int Start()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = AcceptAsync(listener);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static async Task AcceptAsync(TcpListener listener)
    {
        while (true)
            _ = ServeAsync(await listener.AcceptTcpClientAsync());
    }

    static async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        var stream = connection.GetStream();
        try
        {
            // The first message has no type. Its answer: authenticated (R), version (S), ready (Z).
            await stream.ReadExactlyAsync(new byte[Length(await ReadAsync(stream, 4)) - 4]);
            await stream.WriteAsync((byte[])
            [
                .. Message('R', [0, 0, 0, 0]),
                .. Message('S', Encoding.UTF8.GetBytes("server_version\0" + "17.0\0")),
                .. Message('Z', "I"u8)
            ]);
            var statement = "";
            while (true)
            {
                var header = await ReadAsync(stream, 5);
                var body = await ReadAsync(stream, Length(header.AsSpan(1)) - 4);
                if (header[0] is (byte)'P' or (byte)'Q')
                    statement = Encoding.UTF8.GetString(body).Trim('\0').Split('\0')[0];
                if (header[0] is (byte)'X')
                    return;
                if (header[0] is (byte)'S' or (byte)'Q')
                    await stream.WriteAsync((byte[])[.. Error(statement), .. Message('Z', "I"u8)]);
            }
        }
        catch (EndOfStreamException)
        {
            // The client closed the connection.
        }
    }

    // "fail 23505 duplicate key": severity, code, message.
    static byte[] Error(string statement)
    {
        var words = statement.Split(' ', 3);
        return Message('E', Encoding.UTF8.GetBytes($"SERROR\0VERROR\0C{words[1]}\0M{words[2]}\0\0"));
    }

    static byte[] Message(char type, ReadOnlySpan<byte> body)
    {
        var message = new byte[5 + body.Length];
        message[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 4 + body.Length);
        body.CopyTo(message.AsSpan(5));
        return message;
    }

    static int Length(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes);

    static async Task<byte[]> ReadAsync(NetworkStream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
