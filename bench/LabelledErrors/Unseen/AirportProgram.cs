using System.Net;
using System.Text.Json;
using LabelledErrors;

namespace Airport;

public static class Program
{
    static readonly Func<Values, Task<int>> FreeSeats = static async values =>
    {
        await Task.Yield();
        var seats = new Dictionary<string, int> { ["1A"] = 1 };
        return seats[$"{values.Number}B"];
    };

    public static Task Seats(Values values) => FreeSeats(values);

    public static Task Tickets(Values values)
    {
        return Sell(values.Name, values.Amount);

        static Task Sell(string passenger, string price) => Task.FromException(Rejected(passenger, price));

        static AirportException Rejected(string passenger, string price) =>
            new($"{passenger}: билет за {price} не продан");
    }

    public static async Task PayAsync(Values values)
    {
        using var client = new HttpClient(new Signed(new AnswerHandler(HttpStatusCode.OK)));
        await client.PostAsync($"https://pay.example/{values.AnyId}", new StringContent(values.Amount));
    }

    public static async Task AnnounceAsync(Values values)
    {
        var all = Task.WhenAll(SpeakAsync("ru"), SpeakAsync("en"));
        await all.WaitAsync(TimeSpan.FromSeconds(30));

        async Task SpeakAsync(string language)
        {
            await Task.Yield();
            throw new AirportException($"Announcement {values.AnyId} in {language} failed after {values.Took}");
        }
    }

    public static async Task StreamAsync(Values values)
    {
        using var body = new MemoryStream([.. "["u8, .. new byte[values.Number % 20]]);
        await foreach (var one in JsonSerializer.DeserializeAsyncEnumerable<int>(body))
            Console.WriteLine(one);
    }

    sealed class Signed(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            var key = request.Headers.GetValues("X-Key").First();
            request.Headers.Add("X-Signature", key);
            return base.SendAsync(request, ct);
        }
    }
}
