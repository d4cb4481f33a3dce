using Shop.Api.Accounts;
using Shop.Api.Analytics;
using Shop.Api.Carts;
using Shop.Api.Catalog;
using Shop.Api.Http;
using Shop.Api.Inventory;
using Shop.Api.Messaging;
using Shop.Api.Notifications;
using Shop.Api.Orders;
using Shop.Api.Payments;
using Shop.Api.Pilot;
using Shop.Api.Shipping;
using Shop.Api.Staff;
using Shop.Api.Tasks;
using Shop.Carts;
using Shop.Database;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Orders;
using Shop.Payments;
using Shop.Shipping;
using Shop.Tasks;

// Slim: leaves out the parts for IIS and HTTP/3, 2 MB of an idle API.
var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseKestrelHttpsConfiguration();
builder.AddServiceDefaults();
builder.AddNpgsqlDataSource(ShopDatabase.Name, configureDataSourceBuilder: ShopDatabase.Configure);
builder.AddRedis();
// Only for the state of the broker in /health: the API's messages go through the outbox.
builder.AddRabbitMQClient(
    Broker.Name,
    rabbit => rabbit.DisableHealthChecks = rabbit.DisableTracing = true,
    Broker.Configure);
builder.Services.AddBroker();
builder.Services.AddHealthChecks().AddCheck<WorkerHealthCheck>("worker");

builder.WebHost.LimitRequests();
builder.Services.AddProblems();
builder.Services.AddValidation();
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.AddShopTypes());
builder.Services.AddApiDescription();
builder.Services.AddAccess();
builder.Services.AddAccounts();
builder.Services.AddCatalog();
builder.Services.AddSingleton<CartStore>();
builder.Services.AddOrders();
builder.Services.AddSingleton<Checkout>();
builder.Services.AddPayments(builder.Configuration);
builder.Services.AddShipping(builder.Configuration);
builder.Services.AddSingleton<TaskStore>();
builder.Services.AddInventory();
builder.Services.AddAnalytics();
builder.Services.AddSingleton<NotificationStore>();
builder.Services.AddStaff();
builder.Services.AddFeedback();

var app = builder.Build();
app.UseResponseCache();
app.UseExceptionHandler();
app.UseStatusCodePages();
// Explicitly after the error handling, so that a 401 or 403 gets its problem details.
app.UseAuthorization();
app.MapDefaultEndpoints("/api/health");
app.MapApiDescription();
app.MapHome();
app.MapAccounts();
app.MapCatalog();
app.MapCarts();
app.MapOrders();
app.MapPayments();
app.MapShipping();
app.MapTasks();
app.MapInventory();
app.MapAnalytics();
app.MapMessaging();
app.MapNotifications();
app.MapStaff();
app.MapFeedback();
app.Run();
