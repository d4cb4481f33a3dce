using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AppHost.Servers;

/// <summary>
/// The first exchange of a server's own protocol. It needs no client library, and unlike an open port it proves that
/// the server serves.
/// </summary>
sealed class ServerHealthCheck(
    EndpointReference endpoint,
    Func<CancellationToken, ValueTask<byte[]>> request,
    string expected) : IHealthCheck
{
    /// <summary>
    /// Sends a startup message (version 3.0). The answer is 'R', a request to authenticate, or 'E' and a reason while
    /// the server starts.
    /// </summary>
    public static ServerHealthCheck Postgres(EndpointReference endpoint) => new(
        endpoint,
        _ => new([0, 0, 0, 41, 0, 3, 0, 0, .. "user\0postgres\0database\0postgres\0\0"u8]),
        "R");

    public static ServerHealthCheck Redis(EndpointReference endpoint, ParameterResource password) => new(
        endpoint,
        async ct =>
        {
            var secret = await password.GetValueAsync(ct) ?? "";
            var auth = $"*2\r\n$4\r\nAUTH\r\n${Encoding.UTF8.GetByteCount(secret)}\r\n{secret}\r\n";
            return Encoding.UTF8.GetBytes($"{auth}*1\r\n$4\r\nPING\r\n");
        },
        "+OK\r\n+PONG");

    /// <summary>Sends the protocol header. The answer is a method frame (type 1, channel 0).</summary>
    public static ServerHealthCheck RabbitMQ(EndpointReference endpoint) =>
        new(endpoint, _ => new([.. "AMQP"u8, 0, 0, 9, 1]), "\u0001\0\0");

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default)
    {
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(TimeSpan.FromSeconds(5));
            var ct = timeout.Token;
            using var client = new TcpClient();
            await client.ConnectAsync(endpoint.Host, endpoint.Port, ct);
            var stream = client.GetStream();
            await stream.WriteAsync(await request(ct), ct);
            var answer = new byte[expected.Length];
            var length = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, ct);
            var text = Encoding.Latin1.GetString(answer, 0, length);
            return text == expected
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"The server answered {text}");
        }
        catch (Exception e) when (e is SocketException or IOException or InvalidOperationException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return HealthCheckResult.Unhealthy(e.Message, e);
        }
    }
}
