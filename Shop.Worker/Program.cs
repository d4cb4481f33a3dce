using Shop.Database;
using Shop.Messaging;
using Shop.Worker.Analytics;
using Shop.Worker.Database;
using Shop.Worker.Inventory;
using Shop.Worker.Messaging;
using Shop.Worker.Notifications;
using Shop.Worker.Orders;

if (args is ["migrate", ..])
    return await Migrate.RunAsync(args[1..]);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDataSource(ShopDatabase.Name, configureDataSourceBuilder: ShopDatabase.Configure);
builder.AddRabbitMQClient(
    Broker.Name,
    rabbit => rabbit.DisableHealthChecks = rabbit.DisableTracing = true,
    Broker.Configure);
builder.Services.AddBroker();
builder.Services.AddMessagingWork();
builder.Services.AddNotifications(builder.Configuration);
builder.Services.AddOrderWork(builder.Configuration);
builder.Services.AddInventoryWork(builder.Configuration);
builder.Services.AddAnalyticsWork();

var app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
return 0;
