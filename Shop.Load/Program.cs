using System.ComponentModel.DataAnnotations;
using Shop.Load;
using Shop.Load.Running;

var options = new Options();
return await options.Command(async (line, ct) =>
{
    try
    {
        return await new LoadRun(options, line).RunAsync(ct);
    }
    catch (ValidationException e)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }
}).Parse(args).InvokeAsync();
