using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Buyers;

// Customers arrive at a fixed rate, whether or not earlier ones are done. Accepted orders go to standard output.
var (api, wiremock, token, goods) = (new Uri(args[0]), new Uri(args[1]), args[2], args[3]);
var rate = double.Parse(args[4], CultureInfo.InvariantCulture);
var seconds = int.Parse(args[5], CultureInfo.InvariantCulture);

using var handler = new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 500 };
using var shop = new HttpClient(handler) { BaseAddress = api };
shop.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
using var stubs = new HttpClient { BaseAddress = wiremock };
var buyer = new Buyer(shop, goods);
var charges = new Charges(stubs);

using var ended = new CancellationTokenSource();
var watching = charges.WatchAsync(ended.Token);
var clock = Stopwatch.StartNew();
var buyers = new List<Task>();
for (var n = 0; n < rate * seconds; n++)
{
    if (TimeSpan.FromSeconds(n / rate) - clock.Elapsed is { Ticks: > 0 } early)
        await Task.Delay(early);
    buyers.Add(buyer.BuyAsync());
}
await Task.WhenAll(buyers);
await ended.CancelAsync();
await watching;

foreach (var calls in (Calls[])[buyer.Whole, buyer.Places, buyer.Payments, buyer.Confirmations])
    Console.Error.WriteLine(calls);
Console.Error.WriteLine(
    $"{charges.Charged} charges and captures; {charges.Doubles} of them had a second idempotency key");
return charges.Doubles == 0 ? 0 : 1;
