using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Shop.Tests.Notifications;

/// <summary>An SMTP server that takes every mail, but for the commands it is told to answer otherwise. "" is the greeting, "." the end of a mail; null is silence.</summary>
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
            ["DATA"] = "354 go on",
            ["QUIT"] = "221 bye"
        };
        foreach (var (command, answer) in instead)
            _answers[command] = answer;
        _listener.Start();
        _ = ListenAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Every line that came but those of a mail.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    public int Count(string command) => Commands.Count(line => line.StartsWith(command, StringComparison.OrdinalIgnoreCase));

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
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var (inData, command) = (false, "");
            while (_answers.GetValueOrDefault(command, "250 ok") is { } answer)
            {
                if (answer.Length == 0)
                    return;
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\r\n"), _ended.Token);
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
            await Task.Delay(Timeout.Infinite, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        _ended.Dispose();
    }
}
