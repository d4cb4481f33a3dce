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
using Shop.Api.Shipping;
using Shop.Api.Staff;
using Shop.Api.Tasks;
using Shop.Carts;
using Shop.Database;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Orders;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDataSource(ShopDatabase.Name, configureDataSourceBuilder: ShopDatabase.Configure);
builder.AddRedisClient("redis", configureOptions: redis => redis.ConnectTimeout = 2000);
// Only to say in /health whether the broker is there: what the API has to tell goes through the outbox.
builder.AddRabbitMQClient(Broker.Name, rabbit => rabbit.DisableHealthChecks = rabbit.DisableTracing = true, Broker.Configure);
builder.Services.AddBroker();
builder.Services.AddHealthChecks().AddCheck<WorkerHealthCheck>("worker");

// What is far too long for a query is named as such, not refused by Kestrel without a word.
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Limits.MaxRequestLineSize = 64 * 1024;
    kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
});
builder.Services.AddProblems();
builder.Services.AddValidation();
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.AddShopTypes());
builder.Services.AddApiDescription();
builder.Services.AddAccess();
builder.Services.AddAccounts();
builder.Services.AddCatalog();
builder.Services.AddSingleton<CartStore>();
builder.Services.AddOrders();
builder.Services.AddInventory();
builder.Services.AddAnalytics();
builder.Services.AddSingleton<NotificationStore>();
builder.Services.AddStaff();

var app = builder.Build();
app.UseHotPages();
app.UseExceptionHandler();
app.UseStatusCodePages();
// Here and not where ASP.NET Core would put it by itself, so that a refusal gets its problem details.
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
app.Run();
