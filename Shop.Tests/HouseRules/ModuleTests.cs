using System.Text.RegularExpressions;

namespace Shop.Tests.HouseRules;

/// <summary>Enforces what docs/architecture.md says about modules and about the project Shop.</summary>
public partial class ModuleTests
{
    static readonly string[] Hosts = ["Shop.Api", "Shop.Worker", "Shop.Web", "Shop.Voice"];

    // Two modules that refer to each other can only be understood together. Each exception has its reason.
    static readonly (string Modules, string Reason)[] Exceptions =
    [
        ("Shop.Web: Accounts and Http", "The API client sends the visitor's session, and the session calls the API."),
        ("Shop.Web: Carts and Http", "The API client sends the guest's cart, and the cart's calls go through it."),
        ("Shop.Web: Components and Orders", "Pages call their module, and its live events render a part of a page.")
    ];

    [Fact]
    public void No_two_modules_refer_to_each_other()
    {
        var references = Hosts.Append("Shop").SelectMany(References).ToHashSet();
        Assert.Contains(("Shop", "Orders", "Catalog"), references);

        var pairs = from reference in references
                    where string.CompareOrdinal(reference.From, reference.To) < 0
                        && references.Contains((reference.Project, reference.To, reference.From))
                    select $"{reference.Project}: {reference.From} and {reference.To}";

        Assert.Equal(Exceptions.Select(exception => exception.Modules).Order(), pairs.Order());
    }

    [Fact]
    public void Hosts_execute_no_sql()
    {
        var inHosts = Sources.Named(".cs", ".razor").Where(file => Hosts.Contains(file.Split('/')[0])).ToList();
        Assert.Contains("Shop.Api/Orders/OrderEndpoints.cs", inHosts);
        Assert.Matches(Statement(), Sources.Text("Shop/Orders/OrderStore.cs"));

        Assert.DoesNotContain(inHosts, file => Statement().IsMatch(Sources.Text(file)));
    }

    [Fact]
    public void The_shared_project_contains_no_transport()
    {
        var inShop = Sources.Named(".cs").Where(file => file.StartsWith("Shop/", StringComparison.Ordinal)).ToList();
        Assert.Matches(Receiver(), Sources.Text("Shop.Worker/Tasks/RunTask.cs"));

        Assert.DoesNotContain(inShop, file => Receiver().IsMatch(Sources.Text(file)));
    }

    static IEnumerable<(string Project, string From, string To)> References(string project)
    {
        var files = Sources.Named(".cs", ".razor")
            .Where(file => file.StartsWith($"{project}/", StringComparison.Ordinal))
            .Select(file => (Path: file, Parts: file.Split('/')))
            .Where(file => file.Parts.Length > 2)
            .ToList();
        var modules = files.Select(file => file.Parts[1]).ToHashSet();
        return from file in files
               from Match use in Regex.Matches(Sources.Text(file.Path), $@"\b{Regex.Escape(project)}\.(\w+)")
               let module = use.Groups[1].Value
               where module != file.Parts[1] && modules.Contains(module)
               select (project, file.Parts[1], module);
    }

    [GeneratedRegex(@"\bNpgsqlDataSource\b|\bSql\.Of\(")]
    private static partial Regex Statement();

    [GeneratedRegex(@"(?<!where \w+) : (IMessageHandler<\w+>|ITaskRunner|IScheduledWork)\s*\{")]
    private static partial Regex Receiver();
}
