using AppHost;
using AppHost.Servers;

var builder = DistributedApplication.CreateBuilder(args);
var servers = builder.AddServers();

// Servers: containers where an engine answers, processes of this machine otherwise.
var shopdb = servers.AddPostgres("postgres", database: "shopdb");
var redis = servers.AddRedis("redis");
var rabbitmq = servers.AddRabbitMQ("rabbitmq");

// The outside world: every provider's stubs in one WireMock, every mail in one inbox.
var wiremock = servers.AddWireMock("wiremock");
var mail = servers.AddMail("mail");

// The schema, before anybody reads it.
var migrations = builder.AddProject<Projects.Shop_Worker>("migrations")
    .WithArgs("migrate")
    .WithReference(shopdb).WaitFor(shopdb);

builder.Build().Run();
