using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Rehearsal;

static class Processes
{
    /// <summary>
    /// Starts a program whose output goes to a file. One that does not inherit has these variables and PATH only.
    /// </summary>
    public static Process Start(
        string log,
        string folder,
        IReadOnlyDictionary<string, string> environment,
        string[] command,
        bool inherits = true)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true
        };
        if (!inherits)
        {
            var path = start.Environment["PATH"];
            start.Environment.Clear();
            start.Environment["PATH"] = path;
        }
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        var writer = TextWriter.Synchronized(new StreamWriter(log, append: true) { AutoFlush = true });
        process.OutputDataReceived += (_, line) => writer.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => writer.WriteLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Runs a program to its end. A failure shows the end of its output.</summary>
    public static async Task RunAsync(
        string log,
        string folder,
        IReadOnlyDictionary<string, string> environment,
        string[] command,
        CancellationToken ct)
    {
        using var process = Start(log, folder, environment, command);
        try
        {
            await process.WaitForExitAsync(ct);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        if (process.ExitCode != 0)
        {
            var end = string.Join('\n', (await File.ReadAllLinesAsync(log, CancellationToken.None)).TakeLast(30));
            throw new StepFailedException(
                $"{string.Join(' ', command.Take(2))} ended with {process.ExitCode}:\n{end}");
        }
    }

    public static async Task StopAsync(Process process, string signal, TimeSpan patience)
    {
        if (process.HasExited)
            return;
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
            await kill.WaitForExitAsync();
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new StepFailedException($"Process {process.Id} did not stop within {patience.TotalSeconds:0} s.");
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks again until the answer is yes.</summary>
    public static async Task UntilAsync(string what, TimeSpan patience, Func<Task<bool>> ask, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await ask())
        {
            if (Stopwatch.GetElapsedTime(began) > patience)
                throw new StepFailedException($"After {patience.TotalSeconds:0} s still not: {what}");
            await Task.Delay(100, ct);
        }
    }
}
