using System.Diagnostics;
using System.Text.RegularExpressions;
using Shop.Tests.HouseRules;
using YamlDotNet.RepresentationModel;

namespace Shop.Tests.Publishing;

/// <summary>The workflows call what exists, and every artifact is kept for thirty days.</summary>
public partial class WorkflowTests
{
    static readonly string Dev = Sources.Text("dev");

    [Fact]
    public void A_workflow_calls_only_commands_and_files_that_exist()
    {
        var commands = Steps().Where(step => Has(step, "run"))
            .SelectMany(step => Command().Matches((string)step["run"]!)).ToList();
        Assert.NotEmpty(commands);

        foreach (var command in commands)
        {
            var (program, verb) = (command.Groups[1].Value, command.Groups[2].Value);
            Assert.True(File.Exists(Path.Combine(Repository.Root, program)), program);
            if (program == "dev")
                Assert.True(IsVerb(verb), $"There is no ./dev {verb}.");
        }
    }

    [Fact]
    public void An_option_of_dev_that_a_workflow_passes_is_in_its_help()
    {
        var help = DevHelp().Match(Dev).Value;
        var options = Steps().Where(step => Has(step, "run"))
            .SelectMany(step => DevCommand().Matches((string)step["run"]!))
            .SelectMany(command => Option().Matches(command.Value).Select(match => match.Value))
            .Distinct().ToList();

        Assert.Contains("--short", options);
        Assert.Contains("--data", options);
        // --ports:web is an example of --ports:<resource>.
        Assert.All(options, option => Assert.Contains($"{option.Split(':')[0]}", help, StringComparison.Ordinal));
    }

    [Fact]
    public void A_filter_of_the_nightly_tests_selects_some()
    {
        var filters = (YamlSequenceNode)Workflow("nightly")["jobs"]["chaos"]["strategy"]["matrix"]["tests"];
        var tests = typeof(WorkflowTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods()
                .Where(method => method.IsDefined(typeof(FactAttribute), inherit: false))
                .Select(method => $"{type.FullName}.{method.Name}"))
            .ToList();

        Assert.NotEmpty(filters);
        Assert.All(filters, filter => Assert.Contains(
            tests, test => test.Contains((string)filter!, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task A_nightly_load_run_has_options_and_profiles_that_exist()
    {
        var ct = TestContext.Current.CancellationToken;
        var load = Workflow("nightly")["jobs"]["load"];
        var command = ((YamlSequenceNode)load["steps"]).Where(step => Has(step, "run"))
            .Select(step => (string)step["run"]!).Single(run => run.Contains("Shop.Load", StringComparison.Ordinal));
        var start = new ProcessStartInfo("dotnet", ["exec", Repository.AssemblyOf("Shop.Load"), "--help"])
        {
            RedirectStandardOutput = true
        };
        using var program = Process.Start(start)!;
        var help = await program.StandardOutput.ReadToEndAsync(ct);

        var options = Option().Matches(command[command.IndexOf(" -- ", StringComparison.Ordinal)..]);
        Assert.Equal(5, options.Count);
        Assert.All(options, option => Assert.Contains($"{option.Value} ", help, StringComparison.Ordinal));
        Assert.All(
            (YamlSequenceNode)load["strategy"]["matrix"]["include"],
            run => Assert.True(File.Exists(Path.Combine(Repository.Root, $"load/profiles/{run["profile"]}.json"))));
    }

    [Fact]
    public void The_nightly_run_begins_at_one_and_deployments_use_no_password()
    {
        var nightly = Workflow("nightly");
        Assert.Equal("0 1 * * *", (string)nightly["on"]["schedule"][0]["cron"]!);
        var deploy = Workflow("deploy");
        Assert.Equal("write", (string)deploy["permissions"]["id-token"]!);
        Assert.DoesNotContain("client-secret", Sources.Text(".github/workflows/deploy.yml"), StringComparison.Ordinal);
        foreach (var name in (string[])["ci", "codeql"])
            Assert.Equal(
                ["main", "develop"],
                ((YamlSequenceNode)Workflow(name)["on"]["push"]["branches"]).Select(branch => (string)branch!));
    }

    [Fact]
    public void Reports_are_kept_for_thirty_days()
    {
        var uploads = Steps().Where(step => Has(step, "uses"))
            .Where(step => ((string)step["uses"]!).StartsWith("actions/upload-artifact@", StringComparison.Ordinal))
            .ToList();

        Assert.True(uploads.Count >= 5);
        Assert.All(uploads, upload => Assert.Equal("30", (string)upload["with"]["retention-days"]!));
    }

    // test) or run | rebuild | logs)
    static bool IsVerb(string verb) =>
        Regex.IsMatch(Dev, $@"^  (?:[\w-]+ \| )*{Regex.Escape(verb)}(?: \| [\w-]+)*\)", RegexOptions.Multiline);

    static YamlNode Workflow(string name)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Sources.Text($".github/workflows/{name}.yml")));
        return yaml.Documents[0].RootNode;
    }

    static IEnumerable<YamlNode> Steps() =>
        from file in Sources.Files.Where(file => file.StartsWith(".github/workflows/", StringComparison.Ordinal))
        from job in ((YamlMappingNode)Workflow(Path.GetFileNameWithoutExtension(file))["jobs"]).Children.Values
        from step in (YamlSequenceNode)job["steps"]
        select step;

    static bool Has(YamlNode node, string key) => ((YamlMappingNode)node).Children.ContainsKey(key);

    [GeneratedRegex(@"\./([\w/.-]+)(?: ([\w-]+))?")]
    private static partial Regex Command();

    [GeneratedRegex(@"\./dev [^|>\n]*")]
    private static partial Regex DevCommand();

    [GeneratedRegex(@"(?<=\s)--[a-z]+[a-z:-]*")]
    private static partial Regex Option();

    [GeneratedRegex(@"help\(\) \{.*?^TEXT$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex DevHelp();
}
