using System.Diagnostics;
using System.Text;

namespace Shop.Tests.InnerLoop;

/// <summary>The AppHost as a developer starts it: a process of its own, without the testing builder.</summary>
sealed class AppHostProcess : IAsyncDisposable
{
    readonly Process _process;
    readonly StringBuilder _output = new();
    readonly TaskCompletionSource _healthy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly string _data;

    AppHostProcess(Process process, string data)
    {
        _process = process;
        _data = data;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
    }

    public int Pid => _process.Id;

    public int ExitCode => _process.ExitCode;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public static string NewDataDirectory()
    {
        var data = Directory.CreateTempSubdirectory("shop-tests-").FullName;
        // Servers that drop root privileges need access to it.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                data,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                    | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return data;
    }

    public static AppHostProcess Start(
        string data, IReadOnlyDictionary<string, string?> environment, params string[] args)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["exec", Repository.AssemblyOf("AppHost"), "--data", data, "--hidden", "true", .. args])
        {
            WorkingDirectory = Projects.AppHost.ProjectPath,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
                ["DcpPublisher__RandomizePorts"] = "true",
                ["NO_COLOR"] = "1"
            },
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var apphost = new AppHostProcess(Process.Start(start)!, data);
        apphost._process.BeginOutputReadLine();
        apphost._process.BeginErrorReadLine();
        return apphost;
    }

    public async Task WaitUntilHealthyAsync()
    {
        Task healthyOrEnded = Task.WhenAny(_healthy.Task, _process.WaitForExitAsync())
            .WaitAsync(RunningGraph.StartLimit);
        await healthyOrEnded.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(_healthy.Task.IsCompletedSuccessfully, $"The AppHost did not become healthy:\n{Output}");
    }

    public async Task<int> WaitForExitAsync(TimeSpan patience)
    {
        await _process.WaitForExitAsync().WaitAsync(patience);
        return _process.ExitCode;
    }

    public void Kill() => _process.Kill(entireProcessTree: false);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        try
        {
            Directory.Delete(_data, recursive: true);
        }
        catch (IOException)
        {
            // The orchestrator may still be stopping the processes of a killed AppHost.
        }
    }

    void Read(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        if (line.StartsWith("all healthy", StringComparison.Ordinal))
            _healthy.TrySetResult();
    }
}
