using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Aspire.Hosting.Dashboard;

/// <summary>What a command asks before it runs: a dialog in every dashboard that is open, closed everywhere when one of them has answered.</summary>
sealed class Interactions
{
    readonly ConcurrentDictionary<int, Question> _open = new();
    readonly ConcurrentDictionary<ChannelWriter<Wire.WatchInteractionsResponseUpdate>, bool> _watchers = new();
    int _last;

    /// <summary>The inputs with what was answered; null when the dialog was closed without.</summary>
    public async Task<IReadOnlyList<InteractionInput>?> AskAsync(string title, string? message, IReadOnlyList<InteractionInput> inputs, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _last);
        var asked = new Wire.WatchInteractionsResponseUpdate
        {
            InteractionId = id,
            Title = title,
            Message = message ?? "",
            PrimaryButtonText = "OK",
            SecondaryButtonText = "Cancel",
            ShowSecondaryButton = true,
            ShowDismiss = true,
            InputsDialog = new() { InputItems = { inputs.Select(ResourceMessages.ToMessage) } }
        };
        var question = new Question(asked, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _open[id] = question;
        try
        {
            Tell(question.Asked);
            var answer = await question.Answer.Task.WaitAsync(cancellationToken);
            return answer is null ? null : [.. inputs.Select(input => input.With(answer.InputItems.FirstOrDefault(item => item.Name == input.Name)?.Value))];
        }
        finally
        {
            _open.TryRemove(id, out _);
            Tell(new() { InteractionId = id, Complete = new() });
        }
    }

    /// <summary>One dashboard, for as long as it is there.</summary>
    public async Task WatchAsync(GrpcCall call)
    {
        var updates = Channel.CreateUnbounded<Wire.WatchInteractionsResponseUpdate>();
        await call.OpenAsync();
        _watchers[updates.Writer] = true;
        try
        {
            foreach (var question in _open.Values)
                updates.Writer.TryWrite(question.Asked);
            var reading = ReadAsync(call, updates.Writer);
            await foreach (var update in updates.Reader.ReadAllAsync(call.CancellationToken))
                await call.WriteAsync(update);
            await reading;
        }
        finally
        {
            _watchers.TryRemove(updates.Writer, out _);
        }
    }

    async Task ReadAsync(GrpcCall call, ChannelWriter<Wire.WatchInteractionsResponseUpdate> updates)
    {
        try
        {
            await foreach (var said in call.ReadAllAsync(Wire.WatchInteractionsRequestUpdate.Parser))
            {
                // A response_update is a value on its way, which no command here looks at.
                if (!said.ResponseUpdate && _open.TryGetValue(said.InteractionId, out var question))
                    question.Answer.TrySetResult(said.InputsDialog);
            }
        }
        finally
        {
            updates.TryComplete();
        }
    }

    void Tell(Wire.WatchInteractionsResponseUpdate update)
    {
        foreach (var watcher in _watchers.Keys)
            watcher.TryWrite(update);
    }

    sealed record Question(Wire.WatchInteractionsResponseUpdate Asked, TaskCompletionSource<Wire.InteractionInputsDialog?> Answer);
}
