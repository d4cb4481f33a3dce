using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Http;

/// <summary>
/// Sends mutated bodies to every route of the API's description: no response is a 5xx, and a body that is refused
/// changes nothing. <c>FUZZ_ROUNDS</c> is the number of bodies for each route, <c>FUZZ_SEED</c> repeats a run.
/// </summary>
public class FuzzTests(ShopFixture shop)
{
    const int DefaultRounds = 8;

    // They end the session, or make the worker compare the stock of the whole shop or import ticket sales.
    static readonly string[] LeftOut =
        ["/api/auth/logout", "/user-api/logout", "/api/inventory/sync", "/api/tickets/runs"];

    // Payments and tasks change an order later too.
    static readonly string[] ChangesLater =
        ["/api/orders", "/api/payments", "/api/shipping/create", "/cart-api", "/api/notifications"];

    [Fact]
    public async Task No_body_fails_and_a_refused_body_changes_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        var seed = Setting("FUZZ_SEED") ?? (ulong)TimeProvider.System.GetTimestamp();
        var rounds = (int)(Setting("FUZZ_ROUNDS") ?? DefaultRounds);
        TestContext.Current.TestOutputHelper!.WriteLine($"FUZZ_SEED={seed}");
        var api = new DescribedApi(await shop.Api.GetJsonAsync("/openapi/v1.json", ct));
        var routes = api.Routes.Where(route => !LeftOut.Contains(route.Path)).ToList();
        Assert.True(routes.Count > 40, $"{routes.Count}");
        var world = await FuzzWorld.CreateAsync(await Customers.AdminAsync(shop, ct), shop, ct);
        var before = await world.StateAsync(ct);

        var wrong = new List<string>();
        foreach (var (i, route) in routes.Index())
            foreach (var mutation in MutatedBody.Any.Sample(rounds, new Rnd(seed + (ulong)i), rounds))
            {
                var body = mutation.Of(world.Fill(route.Body));
                using var request = new HttpRequestMessage(route.Method, world.Fill(route.Path))
                {
                    Content = new ByteArrayContent(body)
                };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                // Rate limits count by address.
                request.Headers.Add("X-Forwarded-For", $"2001:db8:{i:x}:{mutation.Place:x}::1");
                using var response = await world.Customer.Api.SendAsync(request, ct);
                var status = (int)response.StatusCode;
                if (status >= 500)
                    wrong.Add($"{status} {Describe(route, body)} {await response.Content.ReadAsStringAsync(ct)}");
                var after = status is >= 200 and < 300 && IsChangedLater(route)
                    ? null
                    : await world.StateAsync(ct);
                if (status >= 400 && after != before)
                    wrong.Add($"{status} {Describe(route, body)} changed {before} to {after}");
                if (after == before)
                    continue;
                world = await FuzzWorld.CreateAsync(world.Customer, shop, ct);
                before = await world.StateAsync(ct);
            }

        Assert.True(wrong.Count == 0, $"FUZZ_SEED={seed}\n{string.Join('\n', wrong)}");
    }

    static bool IsChangedLater(DescribedRoute route) =>
        ChangesLater.Any(start => route.Path.StartsWith(start, StringComparison.Ordinal));

    static string Describe(DescribedRoute route, byte[] body)
    {
        var text = Encoding.Latin1.GetString(body);
        return $"{route.Method} {route.Path} {(text.Length > 500 ? text[..500] + "…" : text)}";
    }

    static ulong? Setting(string name) => ulong.TryParse(
        Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}

sealed record DescribedRoute(HttpMethod Method, string Path, JsonNode Body);

/// <summary>
/// The routes of an OpenAPI document that may take a body, each with its example or a body made from its schema.
/// </summary>
sealed class DescribedApi(JsonNode document)
{
    public IEnumerable<DescribedRoute> Routes =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Key is not ("get" or "head")
        let json = operation.Value!["requestBody"]?["content"]?["application/json"]
        select new DescribedRoute(
            new(operation.Key.ToUpperInvariant()),
            path.Key,
            json?["example"]?.DeepClone() ?? Valid(json?["schema"]) ?? new JsonObject());

    JsonNode? Valid(JsonNode? schema)
    {
        if (schema is null)
            return null;
        if ((string?)schema["$ref"] is { } reference)
            return Valid(document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]);
        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
            return Valid(choices[^1]);
        if (schema["enum"] is JsonArray values)
            return values[0]?.DeepClone();
        var types = schema["type"] is JsonArray several
            ? several.Select(type => (string?)type).ToList()
            : [(string?)schema["type"]];
        return types.FirstOrDefault(type => type != "null") switch
        {
            "object" when schema["properties"] is JsonObject fields => new JsonObject(fields.Select(
                field => KeyValuePair.Create(field.Key, Valid(field.Value)))),
            "array" => new JsonArray(Valid(schema["items"])),
            "integer" or "number" => 1,
            "boolean" => true,
            "string" when (string?)schema["format"] == "uuid" => $"{Guid.CreateVersion7()}",
            "string" => "text",
            _ => new JsonObject()
        };
    }
}
