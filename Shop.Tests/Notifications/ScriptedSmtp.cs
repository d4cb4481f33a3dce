using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Shop.Tests.Notifications;

/// <summary>
/// An SMTP server that accepts every mail, except for the scripted answers. The command "" is the greeting, "." is the
/// end of a mail; the answer null is silence.
/// </summary>
sealed class ScriptedSmtp : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _ended = new();
    readonly Dictionary<string, string?> _answers;

    public ScriptedSmtp(params (string Command, string? Answer)[] instead)
    {
        _answers = new()
        {
            [""] = "220 scripted",
            ["EHLO"] = "250-scripted\r\n250-8BITMIME\r\n250 AUTH LOGIN",
            ["AUTH"] = "334 VXNlcm5hbWU6",
            ["STARTTLS"] = "220 go ahead",
            ["DATA"] = "354 go on",
            ["QUIT"] = "221 bye"
        };
        foreach (var (command, answer) in instead)
            _answers[command] = answer;
        _listener.Start();
        _ = ListenAsync();
    }

    /// <summary>TLS from the first byte. STARTTLS depends on the answer to EHLO.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>The server's certificate. No authority has signed it.</summary>
    public X509Certificate2 Certificate { get; } = SelfSigned();

    /// <summary>The end of a mail is answered when this task has completed.</summary>
    public Task MayAccept { get; init; } = Task.CompletedTask;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Every received line except those of a mail.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    public int Count(string command) =>
        Commands.Count(line => line.StartsWith(command, StringComparison.OrdinalIgnoreCase));

    async Task ListenAsync()
    {
        try
        {
            while (true)
                _ = TalkAsync(await _listener.AcceptTcpClientAsync(_ended.Token));
        }
        catch (OperationCanceledException)
        {
        }
    }

    async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            Stream stream = client.GetStream();
            if (ImplicitTls)
                stream = await SecureAsync(stream);
            var reader = new StreamReader(stream, Encoding.UTF8);
            var (inData, command) = (false, "");
            while (_answers.GetValueOrDefault(command, "250 ok") is { } answer)
            {
                if (answer.Length == 0)
                    return;
                if (command == ".")
                    await MayAccept;
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\r\n"), _ended.Token);
                if (command == "STARTTLS")
                    reader = new(stream = await SecureAsync(stream), Encoding.UTF8);
                inData = command == "DATA" && answer.StartsWith('3');
                string? line;
                do
                    line = await reader.ReadLineAsync(_ended.Token);
                while (inData && line is not (null or "."));
                if (line is null)
                    return;
                Commands.Enqueue(line);
                command = line.Split(' ')[0].ToUpperInvariant();
            }
            await new TaskCompletionSource().Task.WaitAsync(_ended.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task<SslStream> SecureAsync(Stream stream)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(new() { ServerCertificate = Certificate }, _ended.Token);
        return secure;
    }

    static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        var request = new CertificateRequest("CN=scripted", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        _ended.Dispose();
        Certificate.Dispose();
    }
}
