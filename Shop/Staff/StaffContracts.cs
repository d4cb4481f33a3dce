using System.Text.Json.Serialization;
using Npgsql;
using Shop.Accounts;
using Shop.Catalog;
using Shop.Database;
using Shop.Messaging;
using Shop.Orders;
using Shop.Payments;
using Shop.Tasks;

namespace Shop.Staff;

/// <summary>Counts of what needs attention.</summary>
public sealed record StaffOverview(
    long DeadLetters,
    long FailedTasks,
    long LowStock,
    long StuckOrders,
    long TroubledRefunds,
    long UnknownPayments) : IRow<StaffOverview>
{
    public static StaffOverview Read(RowReader row) => new(
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>());
}

public sealed class Overviews(NpgsqlDataSource database)
{
    public async Task<StaffOverview> CountAsync(CancellationToken ct)
    {
        var overview = await database.QuerySingleAsync<StaffOverview>(
            $"""
            select
                ({MessageTimeline.CountDead}),
                ({TaskQueries.CountFailed}),
                ({ProductQueries.CountLow}),
                ({OrderQueries.CountStuck}),
                ({PaymentQueries.CountTroubledRefunds}),
                ({PaymentQueries.CountUnknown})
            """, ct);
        return overview!;
    }
}

/// <summary>A customer's account, order statistics and audit log.</summary>
public sealed record CustomerFile(Account Account, OrderStatistics Statistics, List<AccountEvent> Events);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StaffOverview))]
[JsonSerializable(typeof(CustomerFile))]
[JsonSerializable(typeof(List<OrderSummary>))]
[JsonSerializable(typeof(List<TimelineEntry>))]
[JsonSerializable(typeof(List<PaymentSummary>))]
[JsonSerializable(typeof(List<RefundSummary>))]
[JsonSerializable(typeof(StaffProduct))]
[JsonSerializable(typeof(List<StaffProduct>))]
[JsonSerializable(typeof(StockAdjustment))]
[JsonSerializable(typeof(List<TaskSummary>))]
[JsonSerializable(typeof(List<AuditEntry>))]
[JsonSerializable(typeof(List<Account>))]
public sealed partial class StaffJson : JsonSerializerContext;
