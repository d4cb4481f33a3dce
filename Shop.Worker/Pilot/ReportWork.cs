using Shop.Messaging;
using Shop.Pilot.Reports;
using Shop.Tasks;

namespace Shop.Worker.Pilot;

static class ReportWork
{
    public static void AddReportWork(this IServiceCollection services)
    {
        services.AddReports();
        services.AddScheduled<MakeReports>();
        services.AddScoped<ReportMails>();
        services.AddMessageHandler<MailReport, ReportMade>();
    }
}
