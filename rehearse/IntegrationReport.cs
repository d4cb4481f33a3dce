using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Rehearsal;

/// <summary>
/// The results of a test run for the team's tools: JSON and JUnit XML for each category, which is a folder of the
/// tests, and a summary whose first rows are the five data flows through the shop.
/// </summary>
static class IntegrationReport
{
    static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower
    };

    /// <summary>The tests of a flow, by the beginning of their full names.</summary>
    static readonly (string Name, string[] Tests)[] Flows =
    [
        ("user registration", ["Accounts.RegistrationTests.", "Web.AccountPageTests."]),
        ("product purchase", ["Orders.CheckoutTests.", "Web.CheckoutPageTests.", "Payments.PaymentTests."]),
        ("order fulfilment", ["Tasks.ProcessOrderTests.", "Shipping.OrderDeliveryTests.", "Orders.PickupTests."]),
        ("inventory sync", ["Inventory.StockSyncTests.", "Integration.StockIntegrationTests."]),
        ("analytics", ["Analytics."])
    ];

    /// <summary>Whether all five flows had tests and nothing failed.</summary>
    public static bool Write(FileInfo junit, DirectoryInfo target)
    {
        target.Create();
        foreach (var old in target.GetFiles())
            old.Delete();
        var cases = XDocument.Load(junit.FullName).Descendants("testcase").Select(Test.Of).ToList();
        var flows = Flows.Select(flow => Row.Of(
            flow.Name,
            cases.Where(test => flow.Tests.Any(
                name => test.Name.StartsWith($"Shop.Tests.{name}", StringComparison.Ordinal))))).ToList();
        var categories = cases.GroupBy(test => test.Category).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (Row: Row.Of(group.Key, group), Tests: group.ToList())).ToList();
        foreach (var (row, tests) in categories)
        {
            File.WriteAllText(Path.Combine(target.FullName, $"{row.Name}.json"), JsonSerializer.Serialize(row, Json));
            new XDocument(new XElement(
                "testsuites",
                new XElement(
                    "testsuite",
                    new XAttribute("name", row.Name),
                    new XAttribute("tests", row.Total),
                    new XAttribute("failures", row.Failed),
                    new XAttribute("skipped", row.Skipped),
                    new XAttribute("time", row.DurationSeconds),
                    tests.Select(test => test.Element))))
                .Save(Path.Combine(target.FullName, $"{row.Name}.xml"));
        }
        var all = Row.Of("all", cases);
        List<Row> rows = [.. categories.Select(category => category.Row)];
        File.WriteAllText(
            Path.Combine(target.FullName, "report.json"),
            JsonSerializer.Serialize(new { all, flows, categories = rows }, Json));
        File.WriteAllText(Path.Combine(target.FullName, "summary.md"), Summary(all, flows, rows));
        return all.Failed == 0 && flows.All(flow => flow.Passed > 0);
    }

    static string Summary(Row all, List<Row> flows, List<Row> categories)
    {
        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"## Tests: {all.Passed} passed, {all.Failed} failed, {all.Skipped} skipped\n\n"));
        foreach (var (title, rows) in new[] { ("Data flow", flows), ("Category", categories) })
        {
            text.Append(CultureInfo.InvariantCulture, $"| {title} | success | passed | failed | skipped | seconds |\n");
            text.Append("|---|---|---|---|---|---|\n");
            foreach (var row in rows)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {row.Name} | {row.SuccessRate:0.0} % | {row.Passed} | {row.Failed} | {row.Skipped} ")
                    .Append(CultureInfo.InvariantCulture, $"| {row.DurationSeconds:0.0} |\n");
            }
            text.Append('\n');
        }
        foreach (var failure in categories.SelectMany(row => row.Failures))
            text.Append(CultureInfo.InvariantCulture, $"- failed: {failure}\n");
        return text.ToString();
    }

    sealed record Test(string Name, string Category, bool IsFailed, bool IsSkipped, double Seconds, XElement Element)
    {
        // <testcase name="Shop.Tests.Carts.CartTests.It_is_empty" classname="Shop.Tests.Carts.CartTests" time="0.1">
        public static Test Of(XElement element)
        {
            var (name, type) = ((string)element.Attribute("name")!, (string)element.Attribute("classname")!);
            return new(
                name.StartsWith(type, StringComparison.Ordinal) ? name : $"{type}.{name}",
                type.Split('.') is [_, _, var folder, _, ..] ? folder : "Other",
                element.Element("failure") is not null || element.Element("error") is not null,
                element.Element("skipped") is not null,
                (double?)element.Attribute("time") ?? 0,
                element);
        }
    }

    sealed record Row(
        string Name,
        int Total,
        int Passed,
        int Failed,
        int Skipped,
        double DurationSeconds,
        IReadOnlyList<string> Failures)
    {
        /// <summary>The percentage of the tests that ran and passed.</summary>
        public double SuccessRate => Passed + Failed == 0 ? 0 : 100.0 * Passed / (Passed + Failed);

        public static Row Of(string name, IEnumerable<Test> tests)
        {
            var all = tests.ToList();
            var (failed, skipped) = (all.Count(test => test.IsFailed), all.Count(test => test.IsSkipped));
            return new(
                name,
                all.Count,
                all.Count - failed - skipped,
                failed,
                skipped,
                Math.Round(all.Sum(test => test.Seconds), 3),
                [.. all.Where(test => test.IsFailed).Select(test => test.Name)]);
        }
    }
}
