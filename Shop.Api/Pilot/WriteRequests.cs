using Npgsql;
using Shop.Messaging;
using Shop.Pilot.Requests;

namespace Shop.Api.Pilot;

/// <summary>Writes the measured requests every five seconds, and what is left when the process stops.</summary>
sealed partial class WriteRequests(RequestRecorder recorder, RequestWriter writer, ILogger<WriteRequests> logger)
    : RestartingBackgroundService(logger)
{
    protected override async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(RequestWriter.Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(ct) && await recorder.WaitToReadAsync(ct))
            {
                await WriteAsync();
                ReportRunning();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await WriteAsync();
        }
    }

    // Not cancelled when the process stops: after a cancellation nobody would know whether the batch was written.
    async Task WriteAsync()
    {
        try
        {
            while (await writer.WriteAsync(CancellationToken.None))
            {
            }
        }
        catch (PostgresException e) when (!e.IsTransient)
        {
            // Another attempt would fail as well.
            LogRefused(e.Message);
            writer.Drop();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Measurements of requests are lost: {Reason}")]
    partial void LogRefused(string reason);
}
