using System.CommandLine;
using System.CommandLine.Help;
using Shop.Checks;

// Not a RootCommand, which takes the part of the program's name after the dot for an extension.
var root = new Command(
    "Shop.Checks",
    "Checks a shop from outside. The exit code is 0 if all is well, 1 if something failed, and 2 for wrong use.")
{
    new HelpOption(),
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
