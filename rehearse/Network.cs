using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Transforms;

namespace Rehearsal;

/// <summary>
/// What is around the hosts in a deployment: the public ingress with TLS before the site, the internal one before the
/// API, and the way out, at whose end a stub plays all providers.
/// </summary>
sealed class Network(Certificate certificate, int wireMock) : IAsyncDisposable
{
    readonly List<WebApplication> _listeners = [];
    readonly CancellationTokenSource _ended = new();
    readonly TcpListener _exit = new(IPAddress.Loopback, 0);
    readonly ConcurrentDictionary<string, int> _refused = new();

    public int PublicPort { get; } = Processes.FreePort();

    public int ApiPort { get; } = Processes.FreePort();

    public int StubPort { get; } = Processes.FreePort();

    public int[] SitePorts { get; } = Ports();

    public int[] ApiPorts { get; } = Ports();

    public string Proxy => $"http://127.0.0.1:{((IPEndPoint)_exit.LocalEndpoint).Port}";

    /// <summary>Hosts outside that something called although no parameter names them.</summary>
    public IReadOnlyCollection<string> Refused => [.. _refused.Keys];

    public async Task StartAsync(CancellationToken ct)
    {
        _listeners.Add(Forward(PublicPort, isTls: true, SitePorts, "/ready"));
        _listeners.Add(Forward(ApiPort, isTls: false, ApiPorts, "/ready"));
        _listeners.Add(Forward(StubPort, isTls: true, [wireMock], probe: null));
        foreach (var listener in _listeners)
            await listener.StartAsync(ct);
        _exit.Start();
        _ = AcceptAsync();
    }

    static int[] Ports() => [.. Enumerable.Range(0, Stage.Replicas).Select(_ => Processes.FreePort())];

    WebApplication Forward(int port, bool isTls, int[] replicas, string? probe)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen =>
        {
            if (isTls)
                listen.UseHttps(certificate.Tls);
        }));
        var cluster = new ClusterConfig
        {
            ClusterId = "replicas",
            LoadBalancingPolicy = LoadBalancingPolicies.RoundRobin,
            Destinations = replicas.ToDictionary(
                replica => $"{replica}", replica => new DestinationConfig { Address = $"http://127.0.0.1:{replica}" }),
            // As the readiness probe of a container app: what is not ready gets no request.
            HealthCheck = new()
            {
                Active = new()
                {
                    Enabled = probe is not null,
                    Interval = TimeSpan.FromSeconds(1),
                    Timeout = TimeSpan.FromSeconds(2),
                    Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                    Path = probe
                }
            },
            Metadata = new Dictionary<string, string>
            {
                [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] = "1"
            }
        };
        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                [new() { RouteId = "all", ClusterId = "replicas", Match = new() { Path = "{**path}" } }],
                [cluster])
            .AddTransforms(context =>
            {
                context.AddOriginalHost();
                context.AddXForwarded(ForwardedTransformActions.Append);
            });
        var app = builder.Build();
        app.MapReverseProxy();
        return app;
    }

    async Task AcceptAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _exit.AcceptTcpClientAsync(_ended.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            _ = ConnectAsync(client);
        }
    }

    // CONNECT api.yookassa.ru:443 HTTP/1.1
    async Task ConnectAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            var host = await ReadHostAsync(stream);
            var port = host == Stage.PublicName ? PublicPort : Certificate.Providers.Contains(host) ? StubPort : 0;
            if (port == 0)
            {
                _refused.AddOrUpdate(host, 1, (_, count) => count + 1);
                await stream.WriteAsync("HTTP/1.1 403 Forbidden\r\n\r\n"u8.ToArray());
                return;
            }
            using var target = new TcpClient();
            await target.ConnectAsync(IPAddress.Loopback, port);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
            await Task.WhenAny(
                stream.CopyToAsync(target.GetStream(), _ended.Token),
                target.GetStream().CopyToAsync(stream, _ended.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // A connection that a host gave up.
        }
    }

    static async Task<string> ReadHostAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var next = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(next) > 0)
            head.Append((char)next[0]);
        return head.ToString() is { Length: > 0 } text && text.Split(' ', ':') is [_, var host, ..] ? host : "?";
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _exit.Stop();
        foreach (var listener in _listeners)
            await listener.DisposeAsync();
        _ended.Dispose();
    }
}
