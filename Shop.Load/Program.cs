using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using Shop.Load;
using Shop.Load.Leading;
using Shop.Load.Running;

// The thread that hears of an answer also handles it, without waking up another one. Personas never block.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

var options = new Options();
var command = options.Command(
    Explained((line, ct) => new LoadRun(options, line).RunAsync(ct)),
    Explained((line, ct) => new Lead(options, line).RunAsync(ct)));
var line = command.Parse(args);
var code = await line.InvokeAsync();
return line.Errors.Count > 0 ? 2 : code;

static Func<ParseResult, CancellationToken, Task<int>> Explained(
    Func<ParseResult, CancellationToken, Task<int>> run) => async (line, ct) =>
{
    try
    {
        return await run(line, ct);
    }
    catch (Exception e) when (e is ValidationException or HttpRequestException or Npgsql.NpgsqlException)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }
};
