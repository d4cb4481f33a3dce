using LabelledErrors;

namespace Bookshop;

/// <summary>Endpoints that are lambdas of the program, as minimal APIs have them.</summary>
static class Program
{
    public static readonly Dictionary<string, Func<Values, Task>> Endpoints = new()
    {
        ["book"] = async values =>
        {
            await Task.Yield();
            throw new InvalidOperationException($"Книга {values.AnyId} недоступна до {values.Date}");
        },
        ["author"] = values =>
        {
            if (values.Number > 0)
                throw new InvalidOperationException(
                    $"Author {values.Number} wrote to {values.Mail} from {values.Address}");
            return Task.CompletedTask;
        },
        ["review"] = async values =>
        {
            await Task.Yield();
            throw new InvalidOperationException($"Відгук {values.Quoted} коштує {values.Amount} та {values.Took}");
        }
    };

    public static async Task AskAsync(Values values)
    {
        using var client = new HttpClient();
        await client.GetStringAsync($"http://127.0.0.1:1/{values.AnyId}");
    }
}
