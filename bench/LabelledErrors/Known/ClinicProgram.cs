using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Http.Json;
using LabelledErrors;

namespace Clinic;

public static class Program
{
    public static Task Visits(Values values)
    {
        Func<Values, Task> endpoint = async request =>
        {
            await Task.Yield();
            throw new ValidationException($"Приём {request.Date} занят: {request.Amount} ₽");
        };
        return endpoint(values);
    }

    public static Task Wards(Values values) => Handle(values, request => throw new ValidationException(
        $"Ward {request.Quoted} has {request.Number} beds since {request.IsoDate}"));

    public static Task Bills(Values values) => Handle(values, request => throw new ValidationException(
        $"Рахунок {request.AnyId} на {request.Amount} ₴ для {request.Mail}"));

    public static async Task ExportAsync(string mail, Values values)
    {
        using var provider = AnswerHandler.Client(values.Pick(
            HttpStatusCode.ServiceUnavailable, HttpStatusCode.TooManyRequests));
        await provider.GetFromJsonAsync<string[]>($"/exports?to={Uri.EscapeDataString(mail)}");
    }

    public static async Task ImportAsync(Values values)
    {
        foreach (var row in new[] { values.Name, values.Amount, values.Date })
            await Row(row);

        async ValueTask Row(string text)
        {
            await Task.Yield();
            throw new FormatException(values.Language == 0
                ? $"Строка {values.Number}: «{text}» не читается"
                : $"Row {values.Number}: \"{text}\" is not readable");
        }
    }

    static Task Handle(Values values, Func<Values, Task> endpoint) => endpoint(values);
}

public sealed class Outbox<TAddress>
{
    public async Task SendAsync(TAddress address, Values values)
    {
        await using var smtp = new Connection(address!.ToString()!);
        await smtp.OpenAsync(values);
    }

    public async Task TextAsync(TAddress phone, Values values)
    {
        using var timeout = new CancellationTokenSource();
        await timeout.CancelAsync();
        await Task.Delay(values.Number, timeout.Token);
    }

    sealed class Connection(string address) : IAsyncDisposable
    {
        public async Task<bool> OpenAsync(Values values)
        {
            await Task.Yield();
            throw new IOException($"550 5.1.1 <{address}>: recipient rejected by {values.Address} in {values.Took}");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
