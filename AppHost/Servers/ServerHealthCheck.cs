using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AppHost.Servers;

/// <summary>The first words of a server's own protocol: less than a client library, and unlike an open port they mean that it serves.</summary>
sealed class ServerHealthCheck(EndpointReference endpoint, Func<CancellationToken, ValueTask<byte[]>> hello, string welcome) : IHealthCheck
{
    /// <summary>A startup message (version 3.0) is answered with 'R', a request to authenticate, or while starting with 'E' and the reason.</summary>
    public static ServerHealthCheck Postgres(EndpointReference endpoint) => new(endpoint, _ => new([0, 0, 0, 41, 0, 3, 0, 0, .. "user\0postgres\0database\0postgres\0\0"u8]), "R");

    public static ServerHealthCheck Redis(EndpointReference endpoint, ParameterResource password) => new(endpoint, async ct =>
    {
        var secret = await password.GetValueAsync(ct) ?? "";
        return Encoding.UTF8.GetBytes($"*2\r\n$4\r\nAUTH\r\n${Encoding.UTF8.GetByteCount(secret)}\r\n{secret}\r\n*1\r\n$4\r\nPING\r\n");
    }, "+OK\r\n+PONG");

    /// <summary>The protocol header is answered with a method frame (type 1, channel 0): connection.start.</summary>
    public static ServerHealthCheck RabbitMQ(EndpointReference endpoint) => new(endpoint, _ => new([.. "AMQP"u8, 0, 0, 9, 1]), "\u0001\0\0");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(5));
            using var client = new TcpClient();
            await client.ConnectAsync(endpoint.Host, endpoint.Port, patience.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(await hello(patience.Token), patience.Token);
            var answer = new byte[welcome.Length];
            var length = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, patience.Token);
            var text = Encoding.Latin1.GetString(answer, 0, length);
            return text == welcome ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"It answered {text}");
        }
        catch (Exception e) when (e is SocketException or IOException or InvalidOperationException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return HealthCheckResult.Unhealthy(e.Message, e);
        }
    }
}
