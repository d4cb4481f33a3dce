using AppHost;
using AppHost.Faults;
using AppHost.Servers;

var builder = DistributedApplication.CreateBuilder(
    new DistributedApplicationOptions { Args = args, DashboardApplicationName = "Shop" });
builder.AddStartupReport();
builder.AddFastStart();

// Servers: containers if a container engine answers, local processes otherwise.
var servers = builder.AddServers();
var shopdb = servers.AddPostgres("postgres", database: "shopdb");
var redis = servers.AddRedis("redis");
var rabbitmq = servers.AddRabbitMQ("rabbitmq");

// External services: one WireMock with the stubs of all providers, one inbox for all mail.
var wiremock = servers.AddWireMock("wiremock");
var mail = servers.AddMail("mail");
var providers = builder.AddProviders(wiremock, mail);

// The key of the DSN with which hosts, browsers and SDKs report errors, and the limited connection of ticket imports.
var pilotKey = builder.AddPilotKey();
var ticketConnection = builder.AddTicketConnection(shopdb);

// The schema and the seed data, before a host reads them.
var migrations = builder.AddProject<Projects.Shop_Worker>("migrations", launchProfileName: null)
    .WithArgs("migrate")
    .WithSampleGoods()
    .WithReference(shopdb).WaitFor(shopdb);

// HTTP. It serves while the broker is still starting: its messages go through the outbox.
var api = builder.AddProject<Projects.Shop_Api>("api")
    .WithReference(shopdb).WaitForCompletion(migrations)
    .WithReference(redis).WaitFor(redis)
    .WithReference(rabbitmq).WaitForStart(rabbitmq)
    .WithProviders(providers)
    .WithTicketConnection(ticketConnection)
    .WithFirstRoles().WithReturnAddress()
    .WithPilotKey(pilotKey).WithPublicStatistics()
    .WithGenerousRateLimits()
    .WithTrustedProxies()
    .WithFixedPort()
    .WithHttpHealthCheck("/health");

// The site.
var web = builder.AddProject<Projects.Shop_Web>("web")
    .WithApi(api)
    .WithSiteKey()
    .WithPilotKey(pilotKey).WithDsnCommand(pilotKey)
    .WithDashboardAddress()
    .WithExternalHttpEndpoints()
    .WithTrustedProxies()
    .WithFixedPort()
    .WithHttpHealthCheck("/health");

// Consumers and scheduled work; any number of replicas may run. A replica retries what starts later than it does.
var worker = builder.AddProject<Projects.Shop_Worker>("worker")
    .WithReplicas(2)
    .WithReference(shopdb).WaitForCompletion(migrations)
    .WithReference(rabbitmq).WaitForStart(rabbitmq)
    .WithProviders(providers)
    .WithTicketConnection(ticketConnection)
    .WithPilotKey(pilotKey)
    .WithSiteAddress(web)
    .WithPickupsHandedOver()
    .WithDashboardAddress("Pilot__Alerts__DashboardAddress")
    .WithAlertsInTheInbox().WithMigrationsAtStart()
    .WithHttpHealthCheck("/health");

// They start on demand, `./dev start voice`: Prometheus, Alertmanager, the telephone, Locust and its workers.
builder.AddMonitoring(servers, mail, api, web, worker);
builder.AddTelephone(servers, shopdb, migrations, api, web, providers, pilotKey, wiremock);
builder.AddLoadTesting(servers, web);

// Fault injection: `./dev fault`, and commands of wiremock in the dashboard.
builder.AddFaults(wiremock, api);
builder.AddConnectionStringCommands();
builder.RemoveHosts();

builder.Build().RunWithErrorMessage();
