// The reference for bench/catalog, bench/orders and bench/checkout: the same SQL and JSON on the same servers, without
// anything around them.
using System.Text.Json;
using Bare;
using Npgsql;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.ConfigureHttpJsonOptions(json =>
{
    json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
    json.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    json.SerializerOptions.TypeInfoResolverChain.Insert(0, ItemJson.Default);
});
var app = builder.Build();

await using var database = NpgsqlDataSource.Create(
    app.Configuration["database"]
    + ";Max Auto Prepare=100;Auto Prepare Min Usages=2;No Reset On Close=true;Maximum Pool Size=24"
    + ";Options=-c plan_cache_mode=force_generic_plan -c jit=off");
var sql = app.Configuration["sql"]!;
var byId = await File.ReadAllTextAsync(Path.Combine(sql, "by-id.sql"));
var order = await File.ReadAllTextAsync(Path.Combine(sql, "order.sql"));
var list = await File.ReadAllTextAsync(Path.Combine(sql, "list.sql"));
using var shop = new HttpClient();
var bytes = app.Configuration["bytes"] is { } url ? await shop.GetByteArrayAsync(new Uri(url)) : [];

app.MapGet("/by-id/{id:guid}", async (Guid id) =>
{
    await using var command = database.CreateCommand(byId);
    command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
    await using var row = await command.ExecuteReaderAsync();
    return await row.ReadAsync() ? Results.Ok(Item.Read(row)) : Results.NotFound();
});
app.MapGet("/list", async (string category, int limit, long offset) =>
{
    await using var command = database.CreateCommand(list);
    command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = category });
    command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
    command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = offset });
    await using var row = await command.ExecuteReaderAsync();
    var items = new List<Item>(limit);
    while (await row.ReadAsync())
        items.Add(Item.Read(row));
    return Results.Ok(items);
});
app.MapPost("/orders", async (Order wanted) =>
{
    Guid[] products = [.. wanted.Items.Select(item => item.ProductId)];
    await using var command = database.CreateCommand(order);
    command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
    command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = wanted.UserId });
    command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = products });
    command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
    return await command.ExecuteScalarAsync() is Guid id
        ? Results.Created($"/orders/{id}", new Placed(id))
        : Results.Conflict();
});
if (app.Configuration["redis"] is not null)
{
    var checkout = await Checkout.StartAsync(app.Configuration, database, byId, order);
    app.MapPost("/checkout", async (Order wanted) => Results.Ok(new Placed(await checkout.PlaceAsync(wanted))));
    app.MapPost("/durable", async (Order wanted) => Results.Ok(new Placed(await checkout.PlaceDurablyAsync(wanted))));
    app.MapDelete("/durable", async () => await checkout.DeleteQueuesAsync());
}
app.MapGet("/alive", () => "");
// For bench/worse: two endpoints that take a time of their own, and one of them a setting.
app.MapGet("/usual", () => Task.Delay(Random.Shared.Next(20, 40)));
var factor = app.Configuration.GetValue("slower", 1.0);
app.MapGet("/changed", () => Task.Delay((int)(Random.Shared.Next(20, 40) * factor)));
app.MapGet("/bytes", () => Results.Bytes(bytes, "application/json; charset=utf-8"));
app.Run();
