using System.Text.RegularExpressions;
using Shop.Calls;
using Shop.Catalog;
using Shop.Database;
using Shop.Fitting;
using Shop.Notifications;
using Shop.Orders;
using Shop.Payments;
using Shop.Pilot.Alerts;
using Shop.Pilot.Errors;
using Shop.Pilot.Health;
using Shop.Pilot.Requests;
using Shop.Shipping;
using Shop.Tasks;
using Shop.Tickets.Jobs;
using Shop.Tickets.QTickets;

namespace Shop.Tests.Database;

public sealed partial class EnumColumnTests(ShopFixture shop)
{
    [Fact]
    public async Task A_column_accepts_exactly_the_names_of_its_enum()
    {
        Assert.Equal(EnumNames.All<OrderStatus>(), await NamesAsync("orders.orders", "status"));
        Assert.Equal(EnumNames.All<Shop.Pilot.Reports.ReportKind>(), await NamesAsync("pilot.reports", "kind"));
        Assert.Equal(EnumNames.All<Shop.Pilot.Reports.PilotState>(), await NamesAsync("pilot.reports", "state"));
        Assert.Equal(EnumNames.All<PaymentStatus>(), await NamesAsync("orders.orders", "payment_status"));
        Assert.Equal(EnumNames.All<PaymentState>(), await NamesAsync("payments.payments", "status"));
        Assert.Equal(EnumNames.All<PaymentState>(), await NamesAsync("payments.refunds", "status"));
        Assert.Equal(EnumNames.All<ReceiptKind>(), await NamesAsync("payments.receipts", "kind"));
        Assert.Equal(EnumNames.All<PaymentMode>(), await NamesAsync("payments.receipts", "mode"));
        Assert.Equal(EnumNames.All<ReceiptState>(), await NamesAsync("payments.receipts", "state"));
        Assert.Equal(EnumNames.All<VatRate>(), await NamesAsync("catalog.products", "vat"));
        Assert.Equal(EnumNames.All<PaymentSubject>(), await NamesAsync("catalog.products", "payment_subject"));
        Assert.Equal(EnumNames.All<ShipmentStatus>(), await NamesAsync("shipping.shipments", "status"));
        Assert.Equal(EnumNames.All<TaskState>(), await NamesAsync("tasks.tasks", "status"));
        Assert.Equal(EnumNames.All<NotificationStatus>(), await NamesAsync("notifications.messages", "status"));
        Assert.Equal(EnumNames.All<ErrorCategory>(), await NamesAsync("pilot.error_reports", "category"));
        Assert.Equal(EnumNames.All<ErrorSeverity>(), await NamesAsync("pilot.error_reports", "severity"));
        Assert.Equal(EnumNames.All<ErrorStatus>(), await NamesAsync("pilot.error_reports", "status"));
        Assert.Equal(EnumNames.All<ErrorSource>(), await NamesAsync("pilot.error_reports", "source"));
        Assert.Equal(EnumNames.All<AttachmentContent>(), await NamesAsync("pilot.attachments", "content"));
        Assert.Equal(EnumNames.All<RequestSource>(), await NamesAsync("pilot.request_routes", "source"));
        Assert.Equal(EnumNames.All<RequestSource>(), await NamesAsync("pilot.user_actions", "source"));
        Assert.Equal(EnumNames.All<UserAction>(), await NamesAsync("pilot.user_actions", "action"));
        Assert.Equal(EnumNames.All<CheckStatus>(), await NamesAsync("pilot.health_checks", "status"));
        Assert.Equal(EnumNames.All<CheckStatus>(), await NamesAsync("pilot.health_states", "status"));
        Assert.Equal(EnumNames.All<AlertReason>(), await NamesAsync("pilot.alerts", "reason"));
        Assert.Equal(EnumNames.All<AlertMailKind>(), await NamesAsync("pilot.alert_mails", "kind"));
        Assert.Equal(EnumNames.All<TicketJob>(), await NamesAsync("tickets.job_runs", "job"));
        Assert.Equal(EnumNames.All<JobStatus>(), await NamesAsync("tickets.job_runs", "status"));
        foreach (var table in (string[])["answers", "items", "sources"])
            Assert.Equal(EnumNames.All<QTicketsResource>(), await NamesAsync($"ticket_staging.{table}", "resource"));
        Assert.Equal(EnumNames.All<SpokenLanguage>(), await NamesAsync("calls.calls", "language"));
        Assert.Equal(EnumNames.All<SpokenLanguage>(), await NamesAsync("calls.turns", "language"));
        Assert.Equal(EnumNames.All<CallOutcome>(), await NamesAsync("calls.calls", "outcome"));
        Assert.Equal(EnumNames.All<NextStop>(), await NamesAsync("calls.calls", "next_step"));
        Assert.Equal(EnumNames.All<TurnEvent>(), await NamesAsync("calls.turns", "event"));
        Assert.Equal(EnumNames.All<BookingStatus>(), await NamesAsync("fitting.bookings", "status"));
    }

    [Fact]
    public void A_product_request_accepts_the_names_of_its_enums()
    {
        Assert.Equal(ProductRequest.VatPattern, $"(?:{string.Join('|', EnumNames.All<VatRate>())})?");
        Assert.Equal(ProductRequest.SubjectPattern, $"(?:{string.Join('|', EnumNames.All<PaymentSubject>())})?");
    }

    [Fact]
    public void A_report_accepts_the_names_of_its_enums()
    {
        Assert.Equal([null, .. EnumNames.All<ErrorCategory>()], new CategoryAttribute().Values);
        Assert.Equal([null, .. EnumNames.All<ErrorSeverity>()], new SeverityAttribute().Values);
        Assert.Equal([null, .. EnumNames.All<ErrorStatus>()], new StatusAttribute().Values);
    }

    [Fact]
    public void A_name_that_no_member_has_is_an_error_in_the_database_and_unknown_to_a_client()
    {
        Assert.Equal("in_transit", ShipmentStatus.InTransit.Spelling());
        Assert.Equal(ShipmentStatus.InTransit, EnumNames.Parse<ShipmentStatus>("in_transit"));
        Assert.Throws<FormatException>(() => EnumNames.Parse<ShipmentStatus>("InTransit"));
        Assert.Null(EnumNames.Find<ShipmentStatus>(null));
        Assert.Equal("unknown", EnumNames.Read<ShipmentStatus>("on_hold").Spelling());
    }

    // CHECK ((status = ANY (ARRAY['pending'::text, 'succeeded'::text, 'failed'::text])))
    async Task<IEnumerable<string>> NamesAsync(string table, string column)
    {
        var constraint = await shop.Database.ScalarAsync<string>(
            $"""
            select pg_get_constraintdef(c.oid) from pg_constraint c
            join pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum]
            where c.contype = 'c' and c.conrelid = {table}::regclass and a.attname = {column}
            """, TestContext.Current.CancellationToken);
        return Quoted().Matches(constraint!).Select(name => name.Groups[1].Value);
    }

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
