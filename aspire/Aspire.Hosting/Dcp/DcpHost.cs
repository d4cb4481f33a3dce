using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// Aspire's own orchestrator as a child process. It watches this process, so that even a <c>kill -9</c> of the AppHost
/// ends everything it started.
/// </summary>
sealed partial class DcpHost(IConfiguration configuration, ILogger<DcpHost> logger) : IDisposable
{
    DirectoryInfo? _session;

    public async Task<DcpClient> StartAsync(CancellationToken cancellationToken)
    {
        var bundle = AspireBundle.Find(configuration);
        _session = Directory.CreateTempSubdirectory("aspire-dcp");
        var kubeconfig = Path.Combine(_session.FullName, "kubeconfig");
        var start = new ProcessStartInfo(bundle.DcpPath)
        {
            ArgumentList = { "start-apiserver", "--monitor", $"{Environment.ProcessId}", "--detach", "--kubeconfig", kubeconfig, "--container-runtime", configuration["ASPIRE_CONTAINER_RUNTIME"] ?? "docker" },
            Environment = { ["DCP_SESSION_FOLDER"] = _session.FullName },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the AppHost listens on and reports to is not what its children should.
        foreach (var name in (string[])["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_LAUNCH_PROFILE", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"])
            start.Environment.Remove(name);
        using var dcp = Process.Start(start) ?? throw new DistributedApplicationException($"DCP did not start: {bundle.DcpPath}");
        var output = dcp.StandardError.ReadToEndAsync(cancellationToken);
        var waited = Stopwatch.StartNew();
        while (!File.Exists(kubeconfig) || new FileInfo(kubeconfig).Length == 0)
        {
            if (dcp.HasExited && dcp.ExitCode != 0 || waited.Elapsed > TimeSpan.FromSeconds(30))
                throw new DistributedApplicationException($"DCP ({bundle.DcpPath}) did not start: {(dcp.HasExited ? await output : "no answer in 30 s")}");
            await Task.Delay(10, cancellationToken);
        }
        LogStarted(bundle.DcpPath, kubeconfig);
        return new DcpClient(Connect(await File.ReadAllTextAsync(kubeconfig, cancellationToken)));
    }

    /// <summary>
    /// Ends DCP's processes once they have nothing left to stop. They look only every two seconds whether they are still needed.
    /// </summary>
    public void End()
    {
        if (_session is null || !OperatingSystem.IsLinux())
            return;
        foreach (var helper in Process.GetProcessesByName("dcp"))
        {
            try
            {
                if (File.ReadAllText($"/proc/{helper.Id}/environ").Contains($"DCP_SESSION_FOLDER={_session.FullName}\0", StringComparison.Ordinal))
                    helper.Kill();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                // Gone by itself, or somebody else's.
            }
            helper.Dispose();
        }
    }

    public void Dispose()
    {
        // DCP removes it too, when it is done; whoever is last finds nothing.
        try
        {
            _session?.Delete(recursive: true);
        }
        catch (IOException)
        {
        }
    }

    // server: https://127.0.0.1:40221 / certificate-authority-data: <base64 PEM> / token: <random>
    static HttpClient Connect(string kubeconfig)
    {
        string Value(string key) => Regex.Match(kubeconfig, $@"\b{key}:\s*(\S+)").Groups[1].Value.Trim('"');
        var authority = X509Certificate2.CreateFromPem(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Value("certificate-authority-data"))));
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1024, ConnectTimeout = TimeSpan.FromSeconds(5), ActivityHeadersPropagator = null };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            return certificate is X509Certificate2 presented && chain.Build(presented);
        };
        return new HttpClient(handler)
        {
            BaseAddress = new Uri(Value("server") + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Value("token")) },
        };
    }

    [LoggerMessage(LogLevel.Debug, "DCP {Path} is up, its kubeconfig is {Kubeconfig}")]
    private partial void LogStarted(string path, string kubeconfig);
}

/// <summary>Where DCP and the dashboard are on this machine.</summary>
sealed record AspireBundle(string DcpPath, string? DashboardPath)
{
    /// <summary>Told by ASPIRE_DCP_PATH and ASPIRE_DASHBOARD_PATH, or from Aspire's NuGet packages, or from the unpacked Aspire CLI.</summary>
    public static AspireBundle Find(IConfiguration configuration)
    {
        var version = configuration["AppHost:AspireVersion"];
        var exe = OperatingSystem.IsWindows() ? ".exe" : "";
        string? told = null;
        if (configuration["ASPIRE_DCP_PATH"] is { Length: > 0 } dcp)
        {
            // As Aspire says it.
            told = Directory.Exists(dcp) ? Path.Combine(dcp, $"dcp{exe}") : dcp;
            if (!File.Exists(told))
                throw new FileNotFoundException($"The Aspire orchestration component is not installed at \"{told}\". The application cannot be run without it.", told);
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(home, ".nuget", "packages");
        var rid = RuntimeInformation.RuntimeIdentifier;
        var candidates = new List<AspireBundle>
        {
            new(Path.Combine(packages, $"aspire.hosting.orchestration.{rid}", version ?? "", "tools", $"dcp{exe}"), Path.Combine(packages, $"aspire.dashboard.sdk.{rid}", version ?? "", "tools", $"Aspire.Dashboard{exe}")),
        };
        var bundles = new DirectoryInfo(Path.Combine(Environment.GetEnvironmentVariable("ASPIRE_HOME") ?? Path.Combine(home, ".aspire"), "versions"));
        if (bundles.Exists)
        {
            candidates.AddRange(bundles.GetDirectories($"{version}*").OrderByDescending(bundle => bundle.LastWriteTimeUtc)
                .Select(bundle => new AspireBundle(Path.Combine(bundle.FullName, "dcp", $"dcp{exe}"), Path.Combine(bundle.FullName, "managed", $"aspire-managed{exe}"))));
        }
        var found = candidates.Find(candidate => File.Exists(candidate.DcpPath)) ?? (told is null ? null : new AspireBundle(told, null))
            ?? throw new DistributedApplicationException($"DCP, Aspire's orchestrator (version {version}), is not on this machine: run `./dev setup`, install the Aspire CLI and run `aspire doctor` once, or set ASPIRE_DCP_PATH.");
        return new(told ?? found.DcpPath, configuration["ASPIRE_DASHBOARD_PATH"] ?? (File.Exists(found.DashboardPath) ? found.DashboardPath : null));
    }
}
