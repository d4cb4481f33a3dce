using Shop.Messaging;
using Shop.Pilot.Errors;
using Shop.Pilot.GitHub;
using Shop.Tasks;

namespace Shop.Worker.Pilot;

static class TriageWork
{
    public static void AddTriageWork(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ReportQueries>();
        services.AddSingleton<Triage>();
        services.AddSingleton<StatisticsStore>();
        services.AddScheduled<AddUpReports>();
        services.AddScoped<ErrorMails>();
        services.AddMessageHandler<TellAssignee, ErrorAssigned>();
        services.AddMessageHandler<TellReporters, ErrorMoved>();

        var github = new ProviderRegistration(services, configuration);
        if (!github.Has<GitHubOptions>(GitHubIssues.Provider))
            return;
        github.AddClient<GitHubIssues, GitHubIssues>(GitHubIssues.Provider);
        services.AddScoped<ReportIssues>();
        services.AddMessageHandler<CreateIssue, IssueRequested>();
        services.AddMessageHandler<MoveIssue, ErrorMoved>();
        services.AddMessageHandler<ReopenIssue, ErrorChanged>();
        services.AddScheduled<CheckIssues>();
    }
}
