using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Shop.Messaging;

static class ChannelShutdown
{
    /// <summary>A task that fails when either side closes the channel.</summary>
    public static TaskCompletionSource WhenClosed(this IChannel channel)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, args) =>
        {
            ended.TrySetException(new OperationInterruptedException(args));
            return Task.CompletedTask;
        };
        return ended;
    }
}
