using Shop.Pilot.Requests;
using Shop.Tasks;

namespace Shop.Worker.Pilot;

sealed class RollUpRequests(RequestRollUp requests) : IScheduledWork
{
    public static string Name => "pilot.roll_up_requests";

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public Task RunAsync(CancellationToken ct) => requests.RunAsync(ct);
}
