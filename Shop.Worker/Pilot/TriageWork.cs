using Shop.Pilot.Errors;
using Shop.Tasks;

namespace Shop.Worker.Pilot;

static class TriageWork
{
    public static void AddTriageWork(this IServiceCollection services)
    {
        services.AddSingleton<StatisticsStore>();
        services.AddScheduled<AddUpReports>();
    }
}
