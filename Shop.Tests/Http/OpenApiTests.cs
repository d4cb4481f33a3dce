using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shop.Tests.Catalog;

namespace Shop.Tests.Http;

public partial class OpenApiTests(ShopFixture shop)
{
    [Fact]
    public async Task Every_route_of_the_contract_is_described()
    {
        var described = Routes(await DocumentAsync()).Select(route => Anonymous(route.Name)).ToHashSet(StringComparer.Ordinal);
        var promised = Promised().ToList();

        Assert.True(promised.Count > 60, $"{promised.Count}");
        Assert.Empty(promised.Except(described));
    }

    [Fact]
    public async Task Every_operation_says_what_it_refuses_and_shows_a_body_that_works()
    {
        var routes = Routes(await DocumentAsync());

        foreach (var (name, operation) in routes)
        {
            var answers = operation["responses"]!.AsObject();
            Assert.True(answers.Any(answer => answer.Key[0] is '2' or '3'), name);
            if (operation["security"] is not null)
                Assert.True(answers.ContainsKey("401") && answers.ContainsKey("403"), name);
            if (operation["requestBody"] is not null)
                Assert.True(answers.ContainsKey("400"), name);
            Assert.All(answers.Where(answer => answer.Key[0] == '4'), refusal => Assert.NotNull(refusal.Value!["content"]?["application/problem+json"]));
        }
        string[] important = ["POST /api/auth/register", "POST /api/orders", "POST /api/payments/process", "POST /api/shipping/calculate"];
        Assert.All(important, name => Assert.NotNull(routes.Single(route => route.Name == name).Operation["requestBody"]!["content"]!["application/json"]!["example"]));
    }

    [Fact]
    public async Task Every_example_and_description_belongs_to_an_operation()
    {
        var described = Routes(await DocumentAsync()).Select(route => Place().Replace(route.Name, SnakeCase)).ToList();
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, "Shop.Api", "Http"), "OpenApi*.cs").Select(File.ReadAllText);

        Assert.Empty(sources.SelectMany(source => Key().Matches(source)).Select(key => key.Groups[1].Value).Except(described));

        static string SnakeCase(Match place) => JsonNamingPolicy.SnakeCaseLower.ConvertName(place.Value);
    }

    [Fact]
    public async Task What_needs_a_token_says_so()
    {
        var routes = Routes(await DocumentAsync()).ToDictionary(route => route.Name, route => route.Operation["security"] is not null);

        Assert.True(routes["POST /api/orders"]);
        Assert.True(routes["GET /user-api/users"]);
        Assert.False(routes["GET /api/products"]);
        Assert.False(routes["POST /api/auth/login"]);
    }

    [Fact]
    public async Task The_description_can_be_browsed_while_developing()
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.GetAsync("/swagger/index.html", ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    static readonly string[] PaymentProviders = ["stripe", "yookassa", "cloudpayments"];

    Task<JsonNode> DocumentAsync() => shop.Api.GetJsonAsync("/openapi/v1.json", TestContext.Current.CancellationToken);

    static List<(string Name, JsonObject Operation)> Routes(JsonNode document) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!.AsObject())
    ];

    /// <summary>
    /// The first column of the contract's tables: "GET, PUT /api/users/profile; GET /user-api/me" are three routes, "POST /api/auth/logout, /user-api/logout"
    /// two, and "PUT .../update" goes on from the path before it. What is not about a path is skipped; the pilot has an issue of its own.
    /// </summary>
    static IEnumerable<string> Promised()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "http-contract.md"));
        var tables = text[..text.IndexOf("## Pilot operation", StringComparison.Ordinal)].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && Verb().IsMatch(line));
        foreach (var cell in tables.Select(line => line.Split('|')[1]))
        {
            string[] verbs = [];
            var path = "";
            foreach (Match word in Word().Matches(cell))
            {
                if (word.Groups["verbs"].Success)
                    verbs = word.Groups["verbs"].Value.Split(", ");
                else
                {
                    var written = word.Groups["path"].Value;
                    path = written.StartsWith("...", StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] + written[3..] : written;
                    foreach (var verb in verbs)
                        foreach (var provider in path.Contains("{provider}", StringComparison.Ordinal) ? PaymentProviders : [""])
                            yield return Anonymous($"{verb} {path.Replace("{provider}", provider, StringComparison.Ordinal)}");
                }
            }
        }
    }

    static string Anonymous(string route) => Place().Replace(route, "{}");

    [GeneratedRegex(@"\b(GET|POST|PUT|PATCH|DELETE) ")]
    private static partial Regex Verb();

    [GeneratedRegex(@"(?<verbs>(?:GET|POST|PUT|PATCH|DELETE)(?:, (?:GET|POST|PUT|PATCH|DELETE))*)|(?<path>(?:\.\.\.)?/[\w\-/{}]*)")]
    private static partial Regex Word();

    [GeneratedRegex("""\["([A-Z]+ /[^"]*)"\]""")]
    private static partial Regex Key();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Place();
}
