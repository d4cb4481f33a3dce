using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Accounts;
using Shop.Analytics;
using Shop.Calls;
using Shop.Catalog;
using Shop.Database;
using Shop.Fitting;
using Shop.Inventory;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Orders;
using Shop.Pilot;
using Shop.Pilot.Alerts;
using Shop.Pilot.Errors;
using Shop.Pilot.Health;
using Shop.Pilot.Requests;
using Shop.Staff;
using Shop.Tasks;
using Shop.Tickets.Import;
using Shop.Tickets.Jobs;

namespace Shop.Privacy;

/// <summary>Deletes what has been kept long enough. Each module says which of its rows are old.</summary>
public sealed class Retention(NpgsqlDataSource database, IOptions<RetentionOptions> options)
{
    public async Task DeleteAsync(CancellationToken ct)
    {
        var keep = options.Value;
        Func<Sql>[] deletions =
        [
            () => AccountRetention.ExpiredSessions,
            () => AccountRetention.ExpiredTokens,
            () => AccountRetention.Audit(keep.AccountAudit),
            () => AuditTrail.Old(keep.StaffAudit),
            () => Pilot.Reports.ReportStore.Old(keep.PilotReports),
            () => NotificationStore.Old(keep.Notifications),
            () => CallStore.Old(keep.Calls),
            () => CallStore.Forgotten,
            () => DeadLetters.OldInbox(keep.Messages),
            () => Answers.Old,
            () => DeadLetters.OldLetters(keep.Messages, keep.DeadLetters),
            () => TaskStore.Old(keep.Tasks),
            () => ProductStore.OldWatches(keep.Watches),
            () => StockSync.Old(keep.StockDifferences),
            () => StockSync.OldDifferences(keep.StockDifferences),
            () => StatsStore.OldEvents(keep.Events),
            () => StatsStore.OldSalts,
            () => StatsStore.OldDays(keep.Days),
            () => StatsStore.OldProductDays(keep.Days),
            () => StatsStore.OldVisitors(keep.Days),
            () => AlertQueries.Old(keep.Notifications),
            () => AlertQueries.OldDigests(keep.Notifications),
            () => AlertMail.Old(keep.Notifications),
            () => UserErrors.OldOccurrences(keep.ErrorSamples),
            () => UserErrors.OldHours(keep.Feedback),
            () => UserErrors.OldIds(keep.EventIds),
            () => ErasedUsers.Old,
            () => PilotStore.OldReports(keep.Feedback),
            () => PilotStore.OldFeedback(keep.Feedback),
            () => RequestStore.OldSalts,
            () => RequestStore.OldIntervals(RequestStep.Minute, keep.RequestMinutes),
            () => RequestStore.OldIntervals(RequestStep.Hour, keep.RequestHours),
            () => RequestStore.OldIntervals(RequestStep.Day, keep.RequestDays),
            () => RequestStore.OldActions(keep.RequestDays),
            () => RequestStore.OldRequests(keep.Requests),
            () => StagingStore.OldAnswers(keep.TicketAnswers),
            () => StagingStore.OldBodies(keep.TicketAnswers),
            () => JobRunStore.Old(keep.TicketRuns),
            () => HealthStore.Old(keep.HealthChecks),
            () => HealthStore.OldHours(keep.HealthChecks),
            () => HealthStore.OldStates(keep.HealthChecks),
            () => MaintenanceStore.Old(keep.HealthChecks),
            () => FittingStore.Old(keep.Bookings),
            () => PhoneOrderStore.Old(keep.PhoneOrders)
        ];
        foreach (var deletion in deletions)
        {
            while (await database.ExecuteAsync(deletion(), ct) == OldRows.Batch)
            {
            }
        }
    }
}
