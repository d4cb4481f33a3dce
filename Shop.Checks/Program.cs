using System.CommandLine;
using Shop.Checks;

var root = new RootCommand(
    "Checks a shop from outside. The exit code is 0 if all is well, 1 if something failed, and 2 for wrong use.")
{
    CheckCommand.Create(),
    ScenariosCommand.Create()
};
var parsed = root.Parse(args);
if (parsed.Errors.Count == 0)
    return await parsed.InvokeAsync();
foreach (var error in parsed.Errors)
    Console.Error.WriteLine(error.Message);
Console.Error.WriteLine("--help lists the commands and options.");
return ExitCodes.WrongUse;
