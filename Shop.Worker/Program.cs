using ServiceDefaults;
using Shop.Accounts;
using Shop.Orders;
using Shop.Payments;
using Shop.Pilot.Errors;
using Shop.Shipping;
using Shop.Worker.Analytics;
using Shop.Worker.Database;
using Shop.Worker.Inventory;
using Shop.Worker.Messaging;
using Shop.Worker.Notifications;
using Shop.Worker.Orders;
using Shop.Worker.Payments;
using Shop.Worker.Pilot;
using Shop.Worker.Shipping;
using Shop.Worker.Tasks;
using Shop.Worker.Tickets;

if (args is ["migrate", ..])
    return await Migrate.RunAsync(args[1..]);
if (args is ["report", ..])
    return await MakeReport.RunAsync(args[1..]);
if (args is ["tickets", ..])
    return await TicketsCommand.RunAsync(args[1..]);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDatabase();
builder.AddMigrationsAtStart();
builder.AddBroker();
builder.Services.AddMessagingWork();
builder.Services.AddAccounts();
builder.Services.AddNotifications(builder.Configuration);
builder.Services.AddOrders();
builder.Services.AddOrderWork(builder.Configuration);
builder.Services.AddPayments(builder.Configuration);
builder.Services.AddPaymentWork();
builder.Services.AddShipping(builder.Configuration);
builder.Services.AddShippingWork();
builder.Services.AddTaskWork();
builder.Services.AddReportWork();
builder.Services.AddInventoryWork(builder.Configuration);
builder.Services.AddAnalyticsWork();
builder.Services.AddErrorReporting<IncidentWriter>();
builder.Services.AddRequestWork();
builder.Services.AddTriageWork(builder.Configuration);
builder.Services.AddHealthWork();
builder.Services.AddAlertWork();
builder.Services.AddTicketWork(builder.Configuration);
builder.Services.AddTicketMartWork();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapTicketFreshness();
app.Run();
return 0;
