using Shop.Pilot.Requests;
using Shop.Tasks;

namespace Shop.Worker.Pilot;

static class RequestWork
{
    public static void AddRequestWork(this IServiceCollection services)
    {
        services.AddSingleton<RequestRollUp>();
        services.AddScheduled<RollUpRequests>();
    }
}
