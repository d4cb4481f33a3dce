namespace Aspire.RabbitMQ.Client;

public sealed class RabbitMQClientSettings
{
    public string? ConnectionString { get; set; }
    public int MaxConnectRetryCount { get; set; } = 5;
    public bool DisableHealthChecks { get; set; }
    public bool DisableTracing { get; set; }
}
