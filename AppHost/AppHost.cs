using AppHost;
using AppHost.Faults;
using AppHost.Servers;

var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DashboardApplicationName = "Shop" });
builder.AddStartupReport();
builder.AddFastStart();

// Servers: containers where an engine answers, processes of this machine otherwise.
var servers = builder.AddServers();
var shopdb = servers.AddPostgres("postgres", database: "shopdb");
var redis = servers.AddRedis("redis");
var rabbitmq = servers.AddRabbitMQ("rabbitmq");

// The outside world: every provider's stubs in one WireMock, every mail in one inbox.
var wiremock = servers.AddWireMock("wiremock");
var mail = servers.AddMail("mail");
var providers = builder.AddProviders(wiremock, mail);

// The schema and the goods to begin with, before anybody reads them.
var migrations = builder.AddProject<Projects.Shop_Worker>("migrations", launchProfileName: null)
    .WithArgs("migrate")
    .WithReference(shopdb).WaitFor(shopdb);

// HTTP. It serves while the broker is still starting: what it has to tell goes through the outbox.
var api = builder.AddProject<Projects.Shop_Api>("api")
    .WithReference(shopdb).WaitForCompletion(migrations)
    .WithReference(redis).WaitFor(redis)
    .WithReference(rabbitmq).WaitForStart(rabbitmq)
    .WithProviders(providers)
    .WithDevelopmentStaff()
    .WithLocalProxies()
    .WithAskedPort()
    .WithHttpHealthCheck("/health");

// The site people see.
var web = builder.AddProject<Projects.Shop_Web>("web")
    .WithReference(api).WaitForStart(api)
    .WithSiteKey()
    .WithDashboardAddress()
    .WithExternalHttpEndpoints()
    .WithLocalProxies()
    .WithAskedPort()
    .WithHttpHealthCheck("/health");

// Consuming and scheduling; any number of them may run. What comes up later than they do is asked again.
builder.AddProject<Projects.Shop_Worker>("worker")
    .WithReplicas(2)
    .WithReference(shopdb).WaitForCompletion(migrations)
    .WithReference(rabbitmq).WaitForStart(rabbitmq)
    .WithProviders(providers)
    .WithEnvironment("Notifications__SiteAddress", web.GetEndpoint("http"))
    .WithHttpHealthCheck("/health");

// What providers do on a bad day: `./dev fault`, and commands of wiremock in the dashboard.
builder.AddFaults(wiremock, api);
builder.AddConnectionStringCommands();
builder.LeaveOutHosts();

builder.Build().RunOrExplain();
