using System.CommandLine;
using System.CommandLine.Help;
using TicketSales;

var root = new Command("TicketSales", "A box office like QTickets', the import from it end to end, and its figures.")
{
    new HelpOption(),
    Commands.Stub(),
    Commands.EndToEnd(),
    Commands.Bench()
};
var parsed = root.Parse(args);
if (parsed.Errors.Count == 0)
    return await parsed.InvokeAsync();
foreach (var error in parsed.Errors)
    Console.Error.WriteLine(error.Message);
return 2;
