using System.CommandLine;
using Rehearsal;

var isShort = new Option<bool>("--short")
{
    Description = "A few minutes, for CI: fewer orders, no contract suite, no restart of servers"
};
var parameters = new Option<FileInfo?>("--parameters")
{
    Description = "Values of parameters of the manifest, as a JSON object; the rehearsal makes up the others",
    HelpName = "file"
};
var published = new Option<bool>("--published") { Description = "Use the hosts that the last rehearsal published" };
var steps = new Option<string[]>("--steps")
{
    Description = "Only these, after the shop has started",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => []
};
steps.AcceptOnlyFromAmong([.. Script.Steps.Select(step => step.Name)]);
var root = new RootCommand("Runs the shop on this machine as it is deployed, and does to it what operators do.")
{
    isShort, parameters, published, steps
};
root.SetAction(async (line, ct) =>
{
    var stage = new Stage(
        line.GetValue(isShort), line.GetValue(parameters), line.GetValue(published), line.GetValue(steps)!);
    await using (stage)
        return await Script.RunAsync(stage, ct) ? 0 : 1;
});

var junit = new Argument<FileInfo>("junit") { Description = "The results of a test run, in JUnit's format" };
var target = new Argument<DirectoryInfo>("folder") { Description = "Where the report goes; what is there is deleted" };
var report = new Command("integration-report", "Splits the results of a test run by category and data flow")
{
    junit, target
};
report.SetAction(line => IntegrationReport.Write(line.GetRequiredValue(junit), line.GetRequiredValue(target)) ? 0 : 1);
root.Add(report);
// An interrupted rehearsal stops its servers and removes their data before it ends.
return await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
