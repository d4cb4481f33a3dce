using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Aspire.Hosting.ApplicationModel
{
    public class RabbitMQServerResource : ContainerResource, IResourceWithConnectionString
    {
        public RabbitMQServerResource(string name, ParameterResource? userName, ParameterResource password) : base(name)
        {
            PrimaryEndpoint = new(this, "tcp");
            UserNameParameter = userName;
            PasswordParameter = password;
        }

        public EndpointReference PrimaryEndpoint { get; }

        public ParameterResource? UserNameParameter { get; }

        public ParameterResource PasswordParameter { get; }

        public EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

        public EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

        public ReferenceExpression UserNameReference =>
            UserNameParameter is not null ? ReferenceExpression.Create($"{UserNameParameter}") : ReferenceExpression.Create($"guest");

        public ReferenceExpression ConnectionStringExpression => UriExpression;

        public ReferenceExpression UriExpression => UserNameParameter is not null
            ? ReferenceExpression.Create($"amqp://{UserNameParameter:uri}:{PasswordParameter:uri}@{PrimaryEndpoint.Property(EndpointProperty.HostAndPort)}")
            : ReferenceExpression.Create($"amqp://guest:{PasswordParameter:uri}@{PrimaryEndpoint.Property(EndpointProperty.HostAndPort)}");

        IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() =>
        [
            new("Host", ReferenceExpression.Create($"{Host}")),
            new("Port", ReferenceExpression.Create($"{Port}")),
            new("Username", UserNameReference),
            new("Password", ReferenceExpression.Create($"{PasswordParameter}")),
            new("Uri", UriExpression),
        ];
    }
}

namespace Aspire.Hosting
{
    public static class RabbitMQBuilderExtensions
    {
        public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(
            this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? userName = null, IResourceBuilder<ParameterResource>? password = null, int? port = null)
        {
            // The password goes into a URI.
            var passwordParameter = password?.Resource ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
            var rabbitMq = new RabbitMQServerResource(name, userName?.Resource, passwordParameter);
            builder.Services.AddHealthChecks().AddCheck($"{name}_check", new RabbitMQHealthCheck(rabbitMq));
            return builder.AddResource(rabbitMq)
                .WithImage("library/rabbitmq", "4.3")
                .WithImageRegistry("docker.io")
                .WithIconName("MailMultiple")
                .WithEndpoint(port, targetPort: 5672, name: "tcp")
                .WithEnvironment("RABBITMQ_DEFAULT_USER", rabbitMq.UserNameReference)
                .WithEnvironment(context => context.EnvironmentVariables["RABBITMQ_DEFAULT_PASS"] = rabbitMq.PasswordParameter)
                .WithHealthCheck($"{name}_check");
        }

        public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(this IResourceBuilder<RabbitMQServerResource> builder, string? name = null, bool isReadOnly = false) =>
            // The node's name is part of where it keeps its data, and the host's name is part of the node's.
            builder.WithVolume(name ?? VolumeName.For(builder, "data"), "/var/lib/rabbitmq", isReadOnly).WithEnvironment("RABBITMQ_NODENAME", $"{builder.Resource.Name}@localhost");

        sealed class RabbitMQHealthCheck(RabbitMQServerResource rabbitMq) : IHealthCheck
        {
            IConnection? _connection;

            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                try
                {
                    if (_connection is not { IsOpen: true })
                    {
                        var factory = new ConnectionFactory { Uri = new Uri((await rabbitMq.ConnectionStringExpression.GetValueAsync(cancellationToken))!), AutomaticRecoveryEnabled = false, ClientProvidedName = "health check" };
                        _connection = await factory.CreateConnectionAsync(cancellationToken);
                    }
                    return HealthCheckResult.Healthy();
                }
                catch (Exception e) when (e is BrokerUnreachableException or IOException)
                {
                    return HealthCheckResult.Unhealthy(e.Message, e);
                }
            }
        }
    }
}
