using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Shop.Messaging;
using Shop.Tests.Integration;

namespace Shop.Tests.HouseRules;

/// <summary>The integration matrix has a test in each of its cells.</summary>
public partial class IntegrationMatrixTests
{
    const string Document = "docs/integration-matrix.md";

    /// <summary>The modules that call each other, which no declaration lists.</summary>
    static readonly (string From, string To)[] Calls =
    [
        ("accounts", "catalog"), ("accounts", "orders"), ("carts", "orders"), ("catalog", "orders"),
        ("inventory", "catalog"), ("orders", "inventory"), ("orders", "payments"), ("payments", "orders"),
        ("tasks", "inventory"), ("tasks", "notifications")
    ];

    static readonly List<(string From, string To, MethodInfo Test)> Cells =
    [
        .. from type in typeof(IntegrationMatrixTests).Assembly.GetTypes()
           from method in type.GetMethods()
           from cell in method.GetCustomAttributes<IntegrationAttribute>()
           orderby cell.From, cell.To, type.Name, method.Name
           select (cell.From, cell.To, method)
    ];

    [Fact]
    public void Every_call_message_and_provider_has_a_test()
    {
        var messages = Messages().ToHashSet();
        Assert.Contains(("orders", "shipping"), messages);

        var covered = Cells.Select(cell => (cell.From, cell.To)).ToHashSet();

        Assert.Empty(Calls.Concat(messages).Except(covered));
        Assert.Empty(Providers().Except(covered.Select(cell => cell.To)));
    }

    [Fact]
    public void A_cell_names_a_module_and_a_module_or_provider()
    {
        var modules = Sources.Files
            .Where(file => file.StartsWith("Shop/", StringComparison.Ordinal) && file.Count(c => c == '/') > 1)
            .Select(file => Name(file.Split('/')[1]))
            .ToHashSet();

        Assert.All(Cells, cell =>
        {
            Assert.Contains(cell.From, modules);
            Assert.Contains(cell.To, modules.Concat(Providers()));
            var test = Assert.Single(cell.Test.GetCustomAttributes<FactAttribute>());
            Assert.Null(test.Skip);
        });
    }

    [Fact]
    public void The_document_lists_the_tests_of_each_cell()
    {
        var text = new StringBuilder("""
            # Integration matrix

            Each pair of modules that work together, and each module with each of its providers, has a test on real servers.
            `IntegrationMatrixTests` generates this list from the tests, and fails if a call, a message or a stubbed provider
            has none. `./dev test from=orders to=payments` runs one cell, `./dev test from=orders` a row, `./dev test to=stripe`
            a column. An IDE groups tests by the same traits.

            | from | to | test |
            |---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var (from, to, test) in Cells)
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {from} | {to} | [{test.Name.Replace('_', ' ')}](../{FileOf(test.DeclaringType!)}) |\n");

        Documents.AssertUpToDate(Document, text.ToString());
    }

    /// <summary>The module that publishes a message, and the one that handles it.</summary>
    static IEnumerable<(string From, string To)> Messages() =>
        from file in Sources.Named(".cs")
        where file.StartsWith("Shop.Worker/", StringComparison.Ordinal)
        from Match handler in MessageHandler().Matches(Sources.Text(file))
        let message = typeof(IMessage<>).Assembly.GetTypes().Single(type => type.Name == handler.Groups[1].Value)
        let cell = (From: Name(message.Namespace!.Split('.')[1]), To: Name(file.Split('/')[1]))
        where cell.From != cell.To
        select cell;

    static IEnumerable<string> Providers() => Sources.Named(".json")
        .Where(file => file.StartsWith("AppHost/wiremock/mappings/", StringComparison.Ordinal))
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Append("smtp");

    static string FileOf(Type type) => Sources.Named($"/{type.Name}.cs").Single();

    // Traits are written in lower case, as on a command line.
    static string Name(string module) => module.ToLowerInvariant();

    [GeneratedRegex(@"AddMessageHandler<.*, (\w+)>\(\)")]
    private static partial Regex MessageHandler();
}
