using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel
{
    public class RedisResource : ContainerResource, IResourceWithConnectionString
    {
        public RedisResource(string name, ParameterResource password) : base(name)
        {
            PrimaryEndpoint = new(this, "tcp");
            PasswordParameter = password;
            ShellExecution = true;
        }

        public EndpointReference PrimaryEndpoint { get; }

        public ParameterResource? PasswordParameter { get; }

        public EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

        public EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

        public ReferenceExpression ConnectionStringExpression =>
            ReferenceExpression.Create($"{PrimaryEndpoint.Property(EndpointProperty.HostAndPort)},password={PasswordParameter!}");

        public ReferenceExpression UriExpression => ReferenceExpression.Create($"{PrimaryEndpoint.Property(EndpointProperty.Scheme)}://:{PasswordParameter!:uri}@{Host}:{Port}");

        IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() =>
        [
            new("Host", ReferenceExpression.Create($"{Host}")),
            new("Port", ReferenceExpression.Create($"{Port}")),
            new("Password", ReferenceExpression.Create($"{PasswordParameter!}")),
            new("Uri", UriExpression),
        ];
    }
}

namespace Aspire.Hosting
{
    public static class RedisBuilderExtensions
    {
        public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
        {
            // StackExchange.Redis takes no comma in a password.
            var passwordParameter = password?.Resource ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
            var redis = new RedisResource(name, passwordParameter);
            builder.Services.AddHealthChecks().AddCheck($"{name}_check", new RedisHealthCheck(redis));
            return builder.AddResource(redis)
                .WithEndpoint(port, targetPort: 6379, name: "tcp", scheme: "redis")
                .WithImage("library/redis", "8.6")
                .WithImageRegistry("docker.io")
                .WithIconName("Database")
                .WithHealthCheck($"{name}_check")
                .WithEntrypoint("/bin/sh")
                .WithEnvironment(context => context.EnvironmentVariables["REDIS_PASSWORD"] = redis.PasswordParameter!)
                .WithArgs(context =>
                {
                    // The password stays in the environment: a command line is there for everybody to read.
                    string[] command = ["redis-server", "--requirepass", "$REDIS_PASSWORD", .. redis.TryGetLastAnnotation<PersistenceAnnotation>(out var save) ? (string[])["--save", save.Seconds, save.Keys] : []];
                    // Here the orchestrator makes the shell's script of it, in a deployment nobody does.
                    foreach (var arg in context.ExecutionContext.IsRunMode ? command : ["-c", string.Join(' ', command)])
                        context.Args.Add(arg);
                });
        }

        public static IResourceBuilder<RedisResource> WithDataVolume(this IResourceBuilder<RedisResource> builder, string? name = null, bool isReadOnly = false)
        {
            builder.WithVolume(name ?? VolumeName.For(builder, "data"), "/data", isReadOnly);
            return isReadOnly ? builder : builder.WithPersistence();
        }

        public static IResourceBuilder<RedisResource> WithPersistence(this IResourceBuilder<RedisResource> builder, TimeSpan? interval = null, long keysChangedThreshold = 1) =>
            builder.WithAnnotation(new PersistenceAnnotation($"{(interval ?? TimeSpan.FromSeconds(60)).TotalSeconds}", $"{keysChangedThreshold}"), ResourceAnnotationMutationBehavior.Replace);

        sealed record PersistenceAnnotation(string Seconds, string Keys) : IResourceAnnotation;

        /// <summary>AUTH and PING by hand: two lines of the protocol are less than a client library in the AppHost.</summary>
        sealed class RedisHealthCheck(RedisResource redis) : IHealthCheck
        {
            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                try
                {
                    using var client = new TcpClient();
                    await client.ConnectAsync("127.0.0.1", redis.PrimaryEndpoint.Port, cancellationToken);
                    var stream = client.GetStream();
                    var password = await redis.PasswordParameter!.GetValueAsync(cancellationToken) ?? "";
                    await stream.WriteAsync(Encoding.UTF8.GetBytes($"*2\r\n$4\r\nAUTH\r\n${Encoding.UTF8.GetByteCount(password)}\r\n{password}\r\n*1\r\n$4\r\nPING\r\n"), cancellationToken);
                    using var reader = new StreamReader(stream);
                    var (authenticated, pong) = (await reader.ReadLineAsync(cancellationToken), await reader.ReadLineAsync(cancellationToken));
                    return (authenticated, pong) is ("+OK", "+PONG") ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"Redis answered {authenticated} {pong}");
                }
                catch (Exception e) when (e is SocketException or IOException)
                {
                    return HealthCheckResult.Unhealthy(e.Message, e);
                }
            }
        }
    }
}
