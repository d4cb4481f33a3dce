using Shop.Messaging;

namespace Shop.Worker.Messaging;

sealed class ReplayDeadLetters(DeadLetters letters, Broker broker) : IMessageHandler<ReplayRequested>
{
    const int Batch = 100;

    public static string Consumer => "messaging.replay_dead_letters";

    public async Task HandleAsync(ReplayRequested message, MessageContext context, CancellationToken ct)
    {
        await using var channel = await broker.OpenChannelAsync(1, ct);
        while (await letters.ReplayAsync(channel, message.Consumer, Batch, ct) == Batch)
        {
        }
    }
}
