using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shop.Tests.Catalog;

namespace Shop.Tests.Http;

public partial class OpenApiTests(ShopFixture shop)
{
    [Fact]
    public async Task Every_route_of_the_contract_is_described()
    {
        var described = Routes(await DocumentAsync())
            .Select(route => WithoutParameterNames(route.Name))
            .ToHashSet(StringComparer.Ordinal);
        var contract = ContractRoutes().ToList();

        Assert.True(contract.Count > 80, $"{contract.Count}");
        Assert.Contains("POST /api/feedback/errors/{}/assign", contract);
        Assert.Empty(contract.Except(described));
    }

    [Fact]
    public async Task Every_operation_documents_its_errors_and_an_example_body()
    {
        var routes = Routes(await DocumentAsync());

        foreach (var (name, operation) in routes)
        {
            Assert.DoesNotContain(operation["parameters"]?.AsArray() ?? [], IsRequiredQuery);
            var answers = operation["responses"]!.AsObject();
            Assert.True(answers.Any(answer => answer.Key[0] is '2' or '3'), name);
            if (operation["security"] is not null)
                Assert.True(answers.ContainsKey("401") && answers.ContainsKey("403"), name);
            if (operation["requestBody"] is not null)
                Assert.True(answers.ContainsKey("400"), name);
            Assert.All(
                answers.Where(answer => answer.Key[0] == '4'),
                refusal => Assert.NotNull(refusal.Value!["content"]?["application/problem+json"]));
        }
        string[] important =
        [
            "POST /api/auth/register", "POST /api/orders", "POST /api/payments/process", "POST /api/shipping/calculate"
        ];
        Assert.All(
            important,
            name =>
            {
                var operation = routes.Single(route => route.Name == name).Operation;
                Assert.NotNull(operation["requestBody"]!["content"]!["application/json"]!["example"]);
            });
    }

    [Fact]
    public async Task Every_comment_about_an_operation_is_part_of_the_description()
    {
        var operations = Routes(await DocumentAsync()).Select(route => route.Operation);
        var shown = operations.SelectMany(Descriptions).CountBy(text => text).ToDictionary();

        Assert.True(shown.Count > 60, $"{shown.Count}");
        foreach (var (comment, times) in Comments().CountBy(text => text))
            Assert.True(times <= shown.GetValueOrDefault(comment), comment);
    }

    [Fact]
    public async Task The_names_of_notifications_and_both_forms_of_an_address_are_described()
    {
        var schemas = (await DocumentAsync())["components"]!["schemas"]!;

        var names = (string)schemas["NotificationRequest"]!["properties"]!["notification_type"]!["description"]!;
        Assert.StartsWith("One of order_placed (also order_created), order_conf", names, StringComparison.Ordinal);
        Assert.Equal(
            ["string", "object"],
            schemas["RecipientAddress"]!["anyOf"]!.AsArray().Select(form => (string)form!["type"]!));
    }

    [Fact]
    public async Task Operations_that_need_a_token_declare_it()
    {
        var routes = Routes(await DocumentAsync()).ToDictionary(
            route => route.Name, route => route.Operation["security"] is not null);

        Assert.True(routes["POST /api/orders"]);
        Assert.True(routes["GET /user-api/users"]);
        Assert.False(routes["GET /api/products"]);
        Assert.False(routes["POST /api/auth/login"]);
    }

    [Fact]
    public async Task Swagger_UI_is_available_in_development()
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

    // All query fields of the contract are optional.
    static bool IsRequiredQuery(JsonNode? parameter) =>
        (string?)parameter!["in"] == "query" && (bool?)parameter["required"] == true;

    static IEnumerable<string> Descriptions(JsonObject operation)
    {
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
            yield return Description(parameter!["description"], null);
        foreach (var response in operation["responses"]!.AsObject())
            yield return $"{response.Key}: {response.Value!["description"]}";
        if (operation["requestBody"] is { } body)
            yield return Description(body["description"], body["content"]?["application/json"]?["example"]);
    }

    /// <summary>
    /// The XML comments of Shop.Api, including those of private handlers: query fields, bodies with examples (param),
    /// and responses (response).
    /// </summary>
    static IEnumerable<string> Comments()
    {
        var file = Path.ChangeExtension(Repository.AssemblyOf("Shop.Api"), ".xml");
        foreach (var member in XDocument.Load(file).Descendants("member").Where(IsOurs))
        {
            foreach (var param in member.Elements("param"))
            {
                var example = (string?)param.Attribute("example");
                yield return Description(param.Value.Trim(), example is null ? null : JsonNode.Parse(example));
            }
            foreach (var response in member.Elements("response"))
                yield return $"{(string?)response.Attribute("code")}: {response.Value}";
        }

        // Source generators write comments too.
        static bool IsOurs(XElement member) =>
            member.Attribute("name")!.Value.Contains(":Shop.Api.", StringComparison.Ordinal);
    }

    static string Description(JsonNode? text, JsonNode? example) => $"{text} {example?.ToJsonString()}";

    /// <summary>
    /// The routes in the first column of the contract's tables: "GET, PUT /api/users/profile; GET /user-api/me" are
    /// three routes, "POST /api/auth/logout, /user-api/logout" are two, and "PUT .../update" continues the path before
    /// it. Rows without a path are skipped.
    /// </summary>
    static IEnumerable<string> ContractRoutes()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "http-contract.md"));
        var rows = text
            .Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && Verb().IsMatch(line));
        foreach (var cell in rows.Select(line => line.Split('|')[1]))
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
                    path = written.StartsWith("...", StringComparison.Ordinal)
                        ? path[..path.LastIndexOf('/')] + written[3..]
                        : written;
                    foreach (var verb in verbs)
                        foreach (var one in PathsOf(path))
                            yield return WithoutParameterNames($"{verb} {one}");
                }
            }
        }
    }

    static IEnumerable<string> PathsOf(string path) =>
        path.Contains("{provider}", StringComparison.Ordinal)
            ? PaymentProviders.Select(name => path.Replace("{provider}", name, StringComparison.Ordinal))
            : [path];

    // A trailing slash never matters.
    static string WithoutParameterNames(string route) => RouteParameter().Replace(route, "{}").TrimEnd('/');

    [GeneratedRegex(@"\b(GET|POST|PUT|PATCH|DELETE) ")]
    private static partial Regex Verb();

    [GeneratedRegex(
        @"(?<verbs>(?:GET|POST|PUT|PATCH|DELETE)(?:, (?:GET|POST|PUT|PATCH|DELETE))*)|(?<path>(?:\.\.\.)?/[\w\-/{}]*)")]
    private static partial Regex Word();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex RouteParameter();
}
